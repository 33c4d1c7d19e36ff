import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { sampleDocument } from '#engine/ruleset'
import type { ProjectDocument } from '#engine/ruleset'
import { createProjectStore } from './project-store.ts'
import type { ProjectStore } from './project-store.ts'
import { temporaryFolder, textsOf } from './testing/folders.ts'

let data: string
let folder: string
let store: ProjectStore

beforeEach(async () => {
  data = await temporaryFolder()
  folder = join(await temporaryFolder(), 'plant')
  store = createProjectStore(data)
})

const withRule = (ruleId: string): ProjectDocument => ({
  ...sampleDocument,
  nodes: sampleDocument.nodes
    .filter(({ kind }) => kind !== 'sink')
    .map((node) => (node.kind === 'sql' && node.ruleId === 'too_hot' ? { ...node, ruleId } : node)),
})
/** The rules of a document, whatever order its nodes have. */
const rulesOf = ({ document }: { document: ProjectDocument }): readonly string[] =>
  document.nodes.flatMap((node) => (node.kind === 'sql' ? [node.ruleId] : [])).sort()

const failure = async (action: Promise<unknown>): Promise<{ code: string; message: string }> => {
  const error: unknown = await action.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof Error)) throw new Error('nothing failed')
  return error as Error & { code: string }
}

describe('saving', () => {
  test('a saved project opens as it was', async () => {
    const saved = await store.save(folder, sampleDocument, false)
    expect(saved).toEqual({ name: 'plant', folder })
    const opened = await store.open(folder)
    expect(opened).toMatchObject({ name: 'plant', folder, isRecovered: false })
    expect(opened.document.nodes.map(({ id }) => id).sort()).toEqual(
      sampleDocument.nodes.map(({ id }) => id).sort(),
    )
    expect(await readdir(folder)).not.toContainEqual(expect.stringContaining('.tmp'))
  })

  test('schemas are kept in a folder of their own, and go with their project', async () => {
    const schemas = { 'a.proto': 'message A {}', 'b.proto': 'message B {}' }
    await store.save(folder, { ...sampleDocument, schemas }, false)
    expect((await readdir(join(folder, 'schemas'))).sort()).toEqual(['a.proto', 'b.proto'])
    expect((await store.open(folder)).document.schemas).toEqual(schemas)
    await store.autosave(folder, { ...sampleDocument, schemas: { 'a.proto': 'message C {}' } })
    await store.settled()
    const recovered = await createProjectStore(data).open(folder)
    expect(recovered).toMatchObject({
      isRecovered: true,
      document: { schemas: { 'a.proto': 'message C {}' } },
    })
    await store.save(folder, { ...sampleDocument, schemas: { 'a.proto': 'message A {}' } }, false)
    expect(await readdir(join(folder, 'schemas'))).toEqual(['a.proto'])
  })

  test('only files that changed are written, those of deleted rules go, others stay', async () => {
    await store.save(folder, sampleDocument, false)
    await writeFile(join(folder, 'README.md'), 'mine')
    const old = new Date('2020-01-01T00:00:00Z')
    const stream = join(folder, 'telemetry.stream.sql')
    await utimes(stream, old, old)
    await store.save(folder, withRule('too_warm'), false)
    expect((await stat(stream)).mtime).toEqual(old)
    const names = Object.keys(await textsOf(folder))
    expect(names).toContain('README.md')
    expect(names).toContain('too_warm.rule.json')
    expect(names).not.toContain('too_hot.rule.json')
  })

  test('a folder that holds another project is not overwritten unless that is wanted', async () => {
    await createProjectStore(data).save(folder, withRule('theirs'), false)
    const before = await textsOf(folder)
    const { code, message } = await failure(store.save(folder, withRule('ours'), false))
    expect(code).toBe('IPC7022')
    expect(message).toContain('theirs.rule.json')
    expect(await textsOf(folder)).toEqual(before)
    await store.save(folder, withRule('ours'), true)
    expect(Object.keys(await textsOf(folder))).not.toContain('theirs.rule.json')
  })

  test('a file that another program changed since it was opened is not overwritten', async () => {
    await store.save(folder, sampleDocument, false)
    const rule = join(folder, 'too_hot.rule.json')
    const theirs = (await readFile(rule, 'utf8')).replace('42', '43')
    await writeFile(rule, theirs)
    const { message } = await failure(store.save(folder, withRule('too_warm'), false))
    expect(message).toMatch(/changed by another program .*too_hot\.rule\.json/)
    expect(await readFile(rule, 'utf8')).toBe(theirs)
  })

  test('a schema whose name leads out of the folder is refused, and nothing is written', async () => {
    const document = { ...sampleDocument, schemas: { '../../out.proto': 'x' } }
    const { message } = await failure(store.save(folder, document, true))
    expect(message).toContain('schemas/../../out.proto')
    expect(await textsOf(folder)).toEqual({})
  })

  test('a place where nothing can be written is named', async () => {
    await writeFile(folder, 'a file, no folder')
    const { code, message } = await failure(store.save(folder, sampleDocument, false))
    expect(code).toBe('IPC7021')
    expect(message).toContain(folder)
    expect(await readFile(folder, 'utf8')).toBe('a file, no folder')
  })
})

describe('a project that cannot be read is refused with its place, and nothing is changed', () => {
  const cases: readonly {
    title: string
    file: string
    content: string | Uint8Array
    says: RegExp
  }[] = [
    {
      title: 'half a rule',
      file: 'too_hot.rule.json',
      content: '{ "id": "too_hot",\n  "sql": ',
      says: /too_hot\.rule\.json: .*line 2/,
    },
    {
      title: 'JSON of something else',
      file: 'too_hot.rule.json',
      content: '[1, 2, 3]',
      says: /too_hot\.rule\.json: not a rule/,
    },
    {
      title: 'a layout of something else',
      file: 'project.layout.json',
      content: '"layout"',
      says: /project\.layout\.json/,
    },
    {
      title: 'bytes that are no text',
      file: 'too_hot.rule.json',
      content: Uint8Array.of(0x7b, 0xff, 0xfe, 0x00),
      says: /too_hot\.rule\.json: not UTF-8 text/,
    },
  ]
  for (const { title, file, content, says } of cases) {
    test(title, async () => {
      await store.save(folder, sampleDocument, false)
      await writeFile(join(folder, file), content)
      const before = await textsOf(folder)
      const { code, message } = await failure(createProjectStore(data).open(folder))
      expect(code).toBe('IPC7020')
      expect(message).toMatch(says)
      expect(await textsOf(folder)).toEqual(before)
    })
  }

  test('a folder without project files', async () => {
    await mkdir(folder)
    await writeFile(join(folder, 'holiday.jpg'), 'picture')
    expect((await failure(store.open(folder))).message).toContain('is no project')
    expect(await textsOf(folder)).toEqual({ 'holiday.jpg': 'picture' })
  })

  test('a folder that is not there', async () => {
    expect((await failure(store.open(folder))).message).toContain('ENOENT')
  })
})

describe('unsaved states', () => {
  test('what was not saved comes back at the next start, for a folder and for none', async () => {
    await store.save(folder, sampleDocument, false)
    await store.autosave(folder, withRule('changed'))
    await store.autosave(undefined, withRule('loose'))
    const next = createProjectStore(data)
    const recovered = await next.open(folder)
    expect(recovered.isRecovered).toBe(true)
    expect(rulesOf(recovered as { document: ProjectDocument })).toContain('changed')
    const untitled = await next.recoverUntitled()
    expect(untitled?.folder).toBeUndefined()
    expect(untitled?.isRecovered).toBe(true)
    expect(await textsOf(folder)).not.toHaveProperty('changed.rule.json')
  })

  test('a state equal to the files, or to the drawing as it began, is none', async () => {
    await store.save(folder, sampleDocument, false)
    await store.autosave(folder, withRule('changed'))
    await store.autosave(folder, sampleDocument)
    store.sample()
    await store.autosave(undefined, withRule('loose'))
    await store.autosave(undefined, sampleDocument)
    const next = createProjectStore(data)
    expect((await next.open(folder)).isRecovered).toBe(false)
    expect(await next.recoverUntitled()).toBeUndefined()
  })

  test('a saved project has none any more', async () => {
    await store.autosave(undefined, withRule('loose'))
    await store.recoverUntitled()
    await store.save(folder, withRule('loose'), false)
    const next = createProjectStore(data)
    expect(await next.recoverUntitled()).toBeUndefined()
    expect((await next.open(folder)).isRecovered).toBe(false)
  })

  test('saving one project leaves the unsaved state of others alone', async () => {
    await store.autosave(undefined, withRule('loose'))
    const other = createProjectStore(data)
    await other.save(folder, sampleDocument, false)
    await other.open(folder)
    await other.save(folder, withRule('too_warm'), false)
    // Only the first save came from a drawing without a folder.
    await other.autosave(undefined, withRule('loose'))
    await other.save(folder, withRule('too_cold'), false)
    expect(await createProjectStore(data).recoverUntitled()).toBeDefined()
  })

  test('files that are newer than the unsaved state win, and the state is kept aside', async () => {
    await store.save(folder, sampleDocument, false)
    await store.autosave(folder, withRule('changed'))
    const later = new Date(Date.now() + 60_000)
    await utimes(join(folder, 'too_hot.rule.json'), later, later)
    const opened = await createProjectStore(data).open(folder)
    expect(opened.isRecovered).toBe(false)
    const names = await readdir(join(data, 'autosave'))
    expect(names).toEqual([expect.stringMatching(/\.json\.old$/)])
  })

  test('a state that this version cannot read is kept aside', async () => {
    await store.autosave(undefined, withRule('loose'))
    const file = join(data, 'autosave', 'untitled.json')
    await writeFile(file, '{"nodes": 7}')
    expect(await createProjectStore(data).recoverUntitled()).toBeUndefined()
    expect(await readFile(`${file}.old`, 'utf8')).toBe('{"nodes": 7}')
  })

  test('a drawing that was never saved becomes a project when another one is shown', async () => {
    expect(await store.keepUntitled(new Date())).toBeUndefined()
    await store.autosave(undefined, withRule('loose'))
    const kept = await store.keepUntitled(new Date('2026-11-25T02:31:07Z'))
    expect(kept?.name).toBe('Untitled 2026-11-25 02.31.07')
    const opened = await store.open(kept?.folder ?? '')
    expect(rulesOf(opened as { document: ProjectDocument })).toContain('loose')
    expect(await store.recoverUntitled()).toBeUndefined()
  })

  test('many changes in a row end with the last one', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `rule_${index}`)
    const writes = ids.map((id) => store.autosave(undefined, withRule(id)))
    await store.settled()
    await Promise.all(writes)
    const recovered = await createProjectStore(data).recoverUntitled()
    expect(rulesOf(recovered as { document: ProjectDocument })).toContain('rule_19')
  })
})
