import { defineSink, z } from '../api/index.ts'
import { createComponentRegistry } from '../registry/component-registry.ts'
import { createEngine } from '../runtime/engine.ts'
import type { EngineRun, RunProblem } from '../runtime/run.ts'
import { toJsonText } from '../types/json-text.ts'
import { createTestSource } from './test-source.ts'
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts'

/** A rule that runs on rows of a test: stream sources of the type `test`, results kept as JSON text. */
export interface RuleHarness {
  readonly clock: VirtualClock
  readonly run: EngineRun
  /** Delivers payloads to a stream, in one call, at the clock's time. */
  send(stream: string, ...rows: readonly unknown[]): void
  /** What the rule has sent since the last call: JSON with its time after the start, such as `1000 [{"a":1}]`. */
  results(): readonly string[]
  errors(): readonly string[]
}

export interface HarnessRule {
  readonly streams?: readonly string[]
  readonly sql: string
  readonly options?: Readonly<Record<string, unknown>>
}

const start = 1_700_000_000_000

/** Throws where the rule cannot start, naming the first problem. */
export function startRule(rule: HarnessRule): RuleHarness {
  const clock = createVirtualClock(start)
  let results: string[] = []
  const { source, contexts } = createTestSource('test', 'bytes')
  const sink = defineSink({
    type: 'keep',
    title: 'Keep',
    summary: 'Keeps results for a test.',
    examples: [],
    accepts: 'rows',
    properties: z.looseObject({}),
    sink: {
      configure: () => undefined,
      open: () => undefined,
      collect: (_, data) => {
        results.push(`${String(clock.now() - start)} ${toJsonText(data)}`)
      },
      close: () => undefined,
    },
  })
  const engine = createEngine({
    environment: { clock, random: () => 0.5, newId: () => 'id', log: () => undefined },
    components: createComponentRegistry([source, sink]),
  })
  const started = engine.start({
    streams: rule.streams ?? ['CREATE STREAM s () WITH (TYPE="test")'],
    rules: [{ id: 'r', sql: rule.sql, actions: [{ keep: {} }], options: rule.options ?? {} }],
    sourceConfigurations: {},
  })
  if (!started.ok) throw new Error(describeProblem(started.problems[0]))
  const encoder = new TextEncoder()
  return {
    clock,
    run: started.run,
    send: (stream, ...rows) => {
      const messages = rows.map((row) => ({ payload: encoder.encode(JSON.stringify(row)) }))
      contexts.get(stream)?.emitMessages(messages)
    },
    results: () => {
      const taken = results
      results = []
      return taken
    },
    errors: () => started.run.status().flatMap(({ lastError }) => lastError?.message ?? []),
  }
}

function describeProblem(problem: RunProblem | undefined): string {
  return `${problem?.place ?? ''}: ${problem?.diagnostic.message ?? ''}`
}
