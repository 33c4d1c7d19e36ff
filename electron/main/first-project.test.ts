import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { sampleDocument } from '#engine/ruleset'
import { firstProject } from './first-project.ts'
import type { FirstProject } from './first-project.ts'
import { createProjectStore } from './project-store.ts'
import { temporaryFolder } from './testing/folders.ts'

let data: string
let folder: string

beforeEach(async () => {
  data = await temporaryFolder()
  folder = join(await temporaryFolder(), 'plant')
})

const first = (
  args: { projectFolder?: string; snapshot?: { file: string } },
  lastFolder?: string,
): Promise<FirstProject> => {
  const projects = createProjectStore(data)
  const { projectFolder, snapshot } = args
  const open = (path: string) => projects.open(path)
  return firstProject({ args: { projectFolder, snapshot }, projects, lastFolder, open })
}
const save = () => createProjectStore(data).save(folder, sampleDocument, false)
const draw = () => createProjectStore(data).autosave(undefined, sampleDocument)

test('the very first start shows the sample', async () => {
  expect(await first({})).toMatchObject({ project: { name: 'Sample', isRecovered: false } })
})

test('the last project is shown again', async () => {
  await save()
  expect(await first({}, folder)).toMatchObject({ project: { name: 'plant', folder } })
})

test('what was drawn and not saved comes before the last project', async () => {
  await save()
  await draw()
  expect(await first({}, folder)).toMatchObject({ project: { isRecovered: true } })
})

test('the folder on the command line comes before everything', async () => {
  await save()
  await draw()
  expect(await first({ projectFolder: folder }, '/elsewhere')).toMatchObject({
    project: { folder },
  })
})

test('a snapshot always shows the sample', async () => {
  await draw()
  const snapshot = { file: 'a.png' }
  expect(await first({ snapshot }, folder)).toMatchObject({ project: { name: 'Sample' } })
})

test('a project that cannot be opened is named, and the sample is shown', async () => {
  await mkdir(folder)
  await writeFile(join(folder, 'a.rule.json'), 'not json')
  for (const shown of [await first({}, folder), await first({ projectFolder: folder })]) {
    expect(shown.project.name).toBe('Sample')
    expect(shown.problem).toMatchObject({ code: 'IPC7020' })
    expect(shown.problem?.message).toContain('a.rule.json')
  }
  const missing = await first({ projectFolder: join(folder, 'missing') })
  expect(missing.problem?.message).toContain('is no folder')
})
