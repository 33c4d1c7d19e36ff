import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createProjectCaches, type ProjectCaches } from './project-caches.ts'

let root: string
let caches: ProjectCaches
let warnings: string[]
beforeEach(async () => {
  warnings = []
  root = await mkdtemp(join(tmpdir(), 'sluice-caches-'))
  caches = createProjectCaches(root, (message) => warnings.push(message))
})
afterEach(() => rm(root, { recursive: true, force: true }))

/** A run of the project that leaves a message. */
async function run(project: string | undefined, message: string): Promise<void> {
  const folder = await caches.folderFor(project)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'message'), message)
}

async function found(project: string | undefined): Promise<string | undefined> {
  const folder = await caches.folderFor(project)
  return readFile(join(folder, 'message'), 'utf8').catch(() => undefined)
}

test('a project finds what it left, and no other does', async () => {
  await run('/plant', 'a')
  await caches.runEnded()
  expect([await found('/other'), await found(undefined)]).toEqual([undefined, undefined])
  expect(await found('/plant')).toBe('a')
})

test('what was never saved takes its messages into the folder it is saved in', async () => {
  await run(undefined, 'a')
  await caches.runEnded()
  await caches.handOver('/plant')
  expect([await found(undefined), await found('/plant')]).toEqual([undefined, 'a'])
})

test('saved while it runs, it does so when the run has ended', async () => {
  await run(undefined, 'a')
  const folder = await caches.folderFor(undefined)
  await caches.handOver('/plant')
  expect(await readdir(folder)).toEqual(['message'])
  // The next drawing, which has not run, changes nothing about it.
  await caches.handOver(undefined)
  await caches.runEnded()
  expect([await found(undefined), await found('/plant')]).toEqual([undefined, 'a'])
})

test('a process that dies before that leaves it to the next one', async () => {
  await run(undefined, 'a')
  await caches.handOver('/plant')
  caches = createProjectCaches(root, (message) => warnings.push(message))
  expect([await found(undefined), await found('/plant')]).toEqual([undefined, 'a'])
})

test('a drawing that is thrown away takes its messages with it', async () => {
  await run(undefined, 'a')
  await caches.runEnded()
  await caches.handOver(undefined)
  expect(await found(undefined)).toBeUndefined()
})

test('without a cache there is nothing to hand over', async () => {
  await caches.handOver('/plant')
  expect(await found('/plant')).toBeUndefined()
  await run(undefined, 'b')
  await caches.runEnded()
  expect(await found(undefined)).toBe('b')
})

test('saved over another project, its messages are not sent and not lost', async () => {
  await run('/plant', 'old')
  await run(undefined, 'new')
  await caches.runEnded()
  await caches.handOver('/plant')
  expect(await found('/plant')).toBe('new')
  const folder = await caches.folderFor('/plant')
  expect(await readFile(join(`${folder}.old`, 'message'), 'utf8')).toBe('old')
})

test('a cache that cannot be moved is named, and the run has a folder', async () => {
  await run(undefined, 'a')
  await caches.handOver('/plant')
  await writeFile(join(root, 'rules'), 'in the way')
  await caches.runEnded()
  expect(await caches.folderFor('/other')).toContain('other-')
  expect(warnings[0]).toMatch(/^What an unsaved project has cached cannot be moved to \/plant: /)
})
