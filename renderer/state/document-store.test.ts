import { beforeEach, describe, expect, test } from 'vitest'
import { createDocumentStore, type DocumentStore } from './document-store.ts'
import {
  addSink,
  addSource,
  addSql,
  connect,
  deleteNodes,
  moveNodes,
  setProperty,
} from './edits.ts'

let time = 0
let store: DocumentStore

beforeEach(() => {
  time = 1000
  store = createDocumentStore(() => time)
})

const at = { x: 0, y: 0 }
const names = () => store.getState().document.nodes.map(({ name }) => name)

function drawRule(): void {
  store.edit((project) =>
    addSource(project, { id: 's', position: at, type: 'mqtt', datasource: 't/#' }),
  )
  store.edit((project) => addSql(project, { id: 'q', position: at, sql: '', title: 'hot' }))
  store.edit((project) => addSink(project, { id: 'k', position: at, type: 'log', title: 'log' }))
  store.edit((project) => connect(project, 's', 'q'))
  store.edit((project) => connect(project, 'q', 'k'))
}

describe('undo and redo', () => {
  test('take back and repeat every kind of edit, in order', () => {
    const states = [store.getState().document]
    const step = (edit: () => void) => {
      edit()
      states.push(store.getState().document)
    }
    step(() =>
      store.edit((p) => addSource(p, { id: 's', position: at, type: 'mqtt', datasource: '' })),
    )
    step(() => store.edit((p) => addSql(p, { id: 'q', position: at, sql: '', title: 'hot' })))
    step(() => store.edit((p) => connect(p, 's', 'q')))
    step(() => store.edit((p) => moveNodes(p, new Map([['q', { x: 5, y: 6 }]]))))
    step(() => store.edit((p) => setProperty(p, 's', 'server', 'tcp://b:1')))
    step(() => store.edit((p) => deleteNodes(p, new Set(['s']))))
    for (const state of states.toReversed()) {
      expect(store.getState().document).toEqual(state)
      store.undo()
    }
    for (const state of states) {
      expect(store.getState().document).toEqual(state)
      store.redo()
    }
  })

  test('a new edit forgets what could be redone', () => {
    drawRule()
    store.undo()
    store.edit((project) => deleteNodes(project, new Set(['k'])))
    store.redo()
    expect(names()).toEqual(['mqtt_stream', 'hot'])
  })

  test('without a step they change nothing', () => {
    const before = store.getState().document
    store.undo()
    store.redo()
    expect(store.getState().document).toBe(before)
  })
})

describe('grouped edits', () => {
  const type = (text: string) =>
    store.edit((project) => setProperty(project, 'k', 'topic', text), { group: 'k topic' })
  const topic = () => {
    const node = store.getState().document.nodes.find(({ id }) => id === 'k')
    return node?.kind === 'sink' ? node.properties['topic'] : undefined
  }

  test('typing without pause is one step', () => {
    drawRule()
    for (const text of ['a', 'al', 'ala']) {
      time += 200
      type(text)
    }
    store.undo()
    expect(topic()).toBeUndefined()
    store.redo()
    expect(topic()).toBe('ala')
  })

  test('a pause starts another step', () => {
    drawRule()
    type('a')
    time += 5000
    type('ab')
    store.undo()
    expect(topic()).toBe('a')
  })

  test('who types on for long can take back less than all', () => {
    drawRule()
    for (let count = 1; count <= 100; count += 1) {
      time += 200
      type('x'.repeat(count))
    }
    store.undo()
    expect(String(topic()).length).toBeGreaterThan(0)
  })

  test('another field starts another step', () => {
    drawRule()
    type('a')
    store.edit((project) => setProperty(project, 'k', 'qos', 1), { group: 'k qos' })
    store.undo()
    expect(topic()).toBe('a')
  })

  test('typing after an undo does not join the step before', () => {
    drawRule()
    type('a')
    store.undo()
    store.redo()
    type('ab')
    store.undo()
    expect(topic()).toBe('a')
  })
})

test('a document is dirty until it is saved, and clean again after undoing to what was saved', () => {
  drawRule()
  const isDirty = () => store.getState().document !== store.getState().saved
  expect(isDirty()).toBe(true)
  store.markSaved(store.getState().document)
  expect(isDirty()).toBe(false)
  store.edit((project) => deleteNodes(project, new Set(['k'])))
  expect(isDirty()).toBe(true)
  store.undo()
  expect(isDirty()).toBe(false)
})
