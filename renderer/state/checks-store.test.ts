import { expect, test } from 'vitest'
import { createInMemoryClient } from '../bridge/in-memory-client.ts'
import { sampleDocument } from '../bridge/in-memory-sample.ts'
import type { SluiceClient } from '../bridge/client.ts'
import { createChecksStore } from './checks-store.ts'
import { createDocumentStore } from './document-store.ts'
import { problemsOfCheck } from './problems.ts'
import type { ProjectDocument } from './ruleset.ts'
import type { RunProblem } from './run-store.ts'
import { createSessionStore } from './session-store.ts'

const sample = sampleDocument as ProjectDocument
const sink = sample.nodes.find(({ kind }) => kind === 'sink')
const problem = (place: string, message: string): RunProblem => ({
  place,
  diagnostic: { code: 'CFG', severity: 'error', message, span: { start: 0, end: 0 } },
})

/** A window whose host answers when it is told to. */
function checks() {
  const answers: { resolve: (problems: RunProblem[]) => void; reject: () => void }[] = []
  const client: SluiceClient = {
    ...createInMemoryClient(),
    request: (name) => {
      if (name !== 'run.check') throw new Error(`${name} is not asked here`)
      return new Promise((resolve, reject) => {
        answers.push({
          resolve: (problems) => resolve({ problems } as never),
          reject: () => reject(new Error('the host is away')),
        })
      })
    },
  }
  const document = createDocumentStore(() => 0)
  document.setState({ document: sample })
  let due: (() => void) | undefined
  const soon = (callback: () => void) => {
    due = callback
    return () => (due = undefined)
  }
  const store = createChecksStore({ client, document, session: createSessionStore(), soon })
  const pass = () => {
    const callback = due
    due = undefined
    callback?.()
  }
  return { store, document, answers, pass }
}

const settled = () => new Promise((resolve) => setTimeout(resolve))

test('it asks once after changes, not while nothing changes, and drops what is older than the drawing', async () => {
  const { store, document, answers, pass } = checks()
  const stop = store.start()
  pass()
  pass()
  expect(answers).toHaveLength(1)
  document.setState({ document: { ...sample } })
  answers[0]?.resolve([problem('action/a/0/bodyType', 'old')])
  await settled()
  expect(store.getState().problems).toEqual([])
  document.setState({ document: { ...sample } })
  pass()
  expect(answers).toHaveLength(2)
  const current = [problem('action/a/0/bodyType', 'new')]
  answers[1]?.resolve(current)
  await settled()
  expect(store.getState().problems).toBe(current)
  document.setState({ document: { ...sample } })
  pass()
  answers[2]?.reject()
  await settled()
  expect(store.getState().problems).toBe(current)
  stop()
})

test('a place where the window says something already is not said twice; a deleted node says nothing', () => {
  if (sink === undefined) throw new Error('the sample has no sink')
  const state = {
    problems: [
      problem('action/a/0/bodyType', 'wants json'),
      problem('action/a/0/url', 'is no URL'),
    ],
    canvasNodes: new Map([['action/a/0', sink.id]]),
    document: sample,
  }
  const drawn = { severity: 'error', message: 'Is required.', node: sink.id, field: 'url' } as const
  expect(problemsOfCheck(state, sample, [drawn])).toMatchObject([
    { node: sink.id, field: 'bodyType', message: 'Wants json.' },
  ])
  const nodes = sample.nodes.filter((node) => node !== sink)
  expect(problemsOfCheck(state, { ...sample, nodes }, [])).toEqual([])
})
