import { afterEach, expect, test } from 'vitest'
import { componentsOf, createComponentRegistry, createEngine, type EngineRun } from '#engine'
import type { Clock } from '#engine/api'
import {
  documentToRunDefinition,
  documentToRuleset,
  parseRuleset,
  printRuleset,
  resolveEmbeddedServer,
  rulesetToDocument,
  sampleDocument,
} from '#engine/ruleset'
import { builtinPlugins, startDeviceFleet, startEmbeddedBroker } from '../builtin.ts'

const cleanups: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** The machine's time, ten times as fast, so that windows are not waited for. */
function createFastClock(): Clock {
  const start = Date.now()
  const now = (): number => start + (Date.now() - start) * 10
  return {
    now,
    schedule(at, run) {
      const timer = setTimeout(() => run(now()), Math.max(0, (at - now()) / 10))
      return () => clearTimeout(timer)
    },
  }
}

async function startSample(): Promise<EngineRun> {
  const clock = createFastClock()
  const broker = await startEmbeddedBroker(0)
  cleanups.push(() => broker.close())
  const target = { publish: broker.publish }
  const fleet = startDeviceFleet({ target, clock, random: Math.random })
  cleanups.push(() => fleet.close())
  let ids = 0
  const engine = createEngine({
    environment: { clock, random: Math.random, newId: () => `id-${ids++}`, log: () => undefined },
    components: createComponentRegistry(componentsOf(builtinPlugins())),
  })
  const { definition, diagnostics } = documentToRunDefinition(sampleDocument)
  expect(diagnostics).toEqual([])
  const result = engine.start(resolveEmbeddedServer(definition, broker.url))
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  cleanups.push(() => result.run.stop())
  return result.run
}

test('the sample runs on the embedded broker: every node gets rows', async () => {
  const run = await startSample()
  const { runNodes } = documentToRunDefinition(sampleDocument)
  const nodes = [...runNodes.values()]
  await Promise.all(
    nodes.map((node) => {
      return new Promise<void>((resolve) => {
        run.observe(node, (event) => {
          if (event.kind !== 'error' && event.kind !== 'dropped') resolve()
        })
      })
    }),
  )
  const statuses = run.status().filter(({ node }) => nodes.includes(node))
  expect(new Map(statuses.map(({ node, state, errors }) => [node, { state, errors }]))).toEqual(
    new Map(nodes.map((node) => [node, { state: 'running', errors: 0 }])),
  )
})

test('the sample is a ruleset that draws it again', () => {
  const { ruleset, diagnostics } = documentToRuleset(sampleDocument)
  expect(diagnostics).toEqual([])
  const parsed = parseRuleset(printRuleset(ruleset)).ruleset
  const again = rulesetToDocument(parsed ?? ruleset).document
  expect(documentToRuleset(again).ruleset).toEqual(ruleset)
})
