import { beforeEach, expect, test } from 'vitest'
import type { SluiceClient } from '../bridge/client.ts'
import { createAutosave, type Autosave } from './autosave.ts'
import { createDocumentStore, type DocumentStore } from './document-store.ts'
import { addSource } from './edits.ts'
import { createSessionStore } from './session-store.ts'

let kept: string[][]
let isDiskFull: boolean
let document: DocumentStore
let autosave: Autosave
let fire: () => void
let failures: unknown[]

/** Answers autosaves alone. */
const client = {
  request: async (
    name: string,
    { document: { nodes } }: { document: { nodes: { id: string }[] } },
  ) => {
    expect(name).toBe('project.autosave')
    if (isDiskFull) throw new Error('disk full')
    kept.push(nodes.map(({ id }) => id))
    return {}
  },
  on: () => () => {},
} as unknown as SluiceClient

beforeEach(() => {
  kept = []
  failures = []
  isDiskFull = false
  fire = () => {}
  document = createDocumentStore(() => 0)
  autosave = createAutosave({
    client,
    document,
    session: createSessionStore(),
    later: (callback) => {
      fire = callback
      return () => {
        fire = () => {}
      }
    },
  })
})

const draw = (id: string) =>
  document.edit((project) =>
    addSource(project, { id, position: { x: 0, y: 0 }, type: 'mqtt', datasource: 't' }),
  )

test('a change is kept after a while, several at once', async () => {
  const stop = autosave.start((error) => failures.push(error))
  draw('a')
  draw('b')
  expect(kept).toEqual([])
  fire()
  expect(kept).toEqual([['a', 'b']])
  stop()
})

test('a change is kept at once where another project is about to be shown', async () => {
  draw('a')
  await autosave.flush()
  expect(kept).toEqual([['a']])
  await autosave.flush()
  expect(kept).toEqual([['a']])
})

test('undoing to the saved state is kept too', async () => {
  const { document: saved } = document.getState()
  document.markSaved(saved)
  autosave.noteSafe(saved)
  draw('a')
  await autosave.flush()
  document.undo()
  await autosave.flush()
  expect(kept).toEqual([['a'], []])
})

test('what was opened or saved needs no keeping', async () => {
  draw('a')
  autosave.noteSafe(document.getState().document)
  await autosave.flush()
  expect(kept).toEqual([])
})

test('what could not be kept is tried again', async () => {
  draw('a')
  isDiskFull = true
  await expect(autosave.flush()).rejects.toThrow('disk full')
  isDiskFull = false
  await autosave.flush()
  expect(kept).toEqual([['a']])
})
