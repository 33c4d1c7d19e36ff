import { builtinPlugins } from '#plugins'
import { checkStatement } from '../../binder/check-statement.ts'
import { emptyCatalog, executeStatement } from '../../catalog/catalog.ts'
import {
  componentsOf,
  createComponentRegistry,
  createEngine,
  createFunctionCatalog,
  type EngineRun,
  type RunProblem,
  type StartResult,
} from '../../index.ts'
import { createPayloadDecoder } from '../../decode/index.ts'
import { readRule } from '../../ruleset/rule-json.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { parse } from '../../syntax/parse.ts'
import type { RecordValue } from '../../types/value.ts'
import { createVirtualClock, type VirtualClock } from '../virtual-clock.ts'
import type { ConformanceCase, FeedEvent } from './case.ts'
import type { CaseResult } from './compare.ts'
import { createFeed, type Feed } from './feed-source.ts'
import { printTree } from './json-tree.ts'
import { createRecorder, type Recorder } from './record-sinks.ts'

/** Replays cases through the engine as its host uses it: check, compile, run on a virtual clock. */
export interface Replayer {
  replay(kase: ConformanceCase): Promise<CaseResult>
}

/** The recorder's clock where nothing is fed. */
const defaultStart = 1_700_000_000_000
/** Recorded texts name the rule so. */
const ruleId = 'RULE'

export function createReplayer(): Replayer {
  const functions = createFunctionCatalog()
  const plugins = componentsOf(builtinPlugins())

  const checkText = (sql: string): CaseResult['createError'] => {
    // eKuiper's parser answers a text that begins with none of its statements with no statement at all.
    if (!/^\s*(select|create|show|describe|explain|drop)\b/i.test(sql)) return undefined
    const { statement, diagnostics } = parse(sql)
    const syntax = firstError(diagnostics)
    if (syntax !== undefined || statement === undefined) return syntax ?? 'no statement'
    if (statement.kind === 'create')
      return firstError(executeStatement(emptyCatalog, sql).diagnostics)
    if (statement.kind !== 'select') return undefined
    const found = checkStatement(statement, {
      functions: (name) => functions.find(name),
      functionNames: functions.all().map(({ name }) => name),
    })
    return firstError(found)
  }

  const run = async (kase: ConformanceCase): Promise<CaseResult> => {
    const first = kase.feed[0]?.at
    const start = first === undefined ? defaultStart : Math.floor(first / 1000) * 1000
    const clock = createVirtualClock(start)
    const feed = createFeed()
    const recorder = createRecorder(() => clock.now())
    const components = createComponentRegistry([...plugins, feed.source, ...recorder.sinks])
    const engine = createEngine({
      environment: createEnvironment(clock),
      components,
      functions,
    })
    const rule = readRule(ruleJson(kase))
    const refusal = firstError(rule.diagnostics)
    if (rule.rule === undefined) return refused(kase, refusal ?? 'the rule was refused')
    const started = engine.start({
      streams: kase.streams,
      rules: [rule.rule],
      sourceConfigurations: {},
    })
    if (!started.ok) return refused(kase, problemText(started))
    const replay = { kase, clock, feed, recorder, run: started.run }
    await play(replay)
    const errors = started.run
      .status()
      .flatMap(({ errors, lastError }) => (errors > 0 ? [lastError?.message ?? 'error'] : []))
    const output = [...recorder.outputs]
    await started.run.stop()
    return { id: kase.id, output, createError: undefined, errors }
  }

  return {
    async replay(kase) {
      if (!kase.isParseOnly) return run(kase)
      return { id: kase.id, output: [], createError: checkText(kase.sql ?? ''), errors: [] }
    },
  }
}

interface Replay {
  readonly kase: ConformanceCase
  readonly clock: VirtualClock
  readonly feed: Feed
  readonly recorder: Recorder
  readonly run: EngineRun
}

/** Moves the clock to every multiple of the step and to every event, as the recorder did. */
async function play(replay: Replay): Promise<void> {
  const { kase, clock } = replay
  await settle()
  for (const event of kase.feed) {
    await advance(clock, event.at, kase.step)
    deliver(replay, event)
    await settle()
  }
  const last = kase.feed.at(-1)?.at ?? clock.now()
  await advance(clock, kase.until ?? last + 1000, kase.step)
}

async function advance(clock: VirtualClock, to: number, step: number): Promise<void> {
  for (let at = nextStep(clock.now(), step); at < to; at += step) {
    clock.advanceTo(at)
    await settle()
  }
  clock.advanceTo(Math.max(to, clock.now()))
  await settle()
}

function nextStep(now: number, step: number): number {
  return (Math.floor(now / step) + 1) * step
}

/** Lets components that answer later do so. */
async function settle(): Promise<void> {
  for (let i = 0; i < 4; i++) await Promise.resolve()
}

const decodeJson = createPayloadDecoder('json', '')

function deliver({ feed, recorder }: Replay, event: FeedEvent): void {
  if (event.memory !== undefined) {
    const rows = decodeJson(Buffer.from(event.row ?? '{}'))
    const list = Array.isArray(rows) ? (rows as readonly RecordValue[]) : [rows as RecordValue]
    recorder.topics()?.publish({ topic: event.memory, rows: list })
  } else if (event.stream !== undefined) {
    const meta =
      event.meta === undefined ? undefined : decodeJson(Buffer.from(printTree(event.meta)))
    feed.deliver(event.stream, event.payload, meta as RecordValue | undefined)
  }
}

/** The rule as it would be posted to eKuiper. */
function ruleJson(kase: ConformanceCase): Readonly<Record<string, unknown>> {
  const actions = kase.actions ?? (kase.graph === undefined ? [{ record: {} }] : undefined)
  return {
    id: ruleId,
    ...(kase.sql === undefined ? {} : { sql: kase.sql }),
    ...(kase.graph === undefined ? {} : { graph: kase.graph }),
    ...(actions === undefined ? {} : { actions }),
    options: kase.options,
  }
}

function createEnvironment(clock: VirtualClock): Parameters<typeof createEngine>[0]['environment'] {
  let ids = 0
  return {
    clock,
    random: () => 0.5,
    newId: () => `00000000-0000-4000-8000-${String(ids++).padStart(12, '0')}`,
    log: () => undefined,
  }
}

function refused(kase: ConformanceCase, createError: string): CaseResult {
  return { id: kase.id, output: [], createError, errors: [] }
}

function problemText(result: Extract<StartResult, { ok: false }>): string {
  const isError = ({ diagnostic }: RunProblem): boolean => diagnostic.severity === 'error'
  return result.problems.find(isError)?.diagnostic.message ?? 'the run was refused'
}

function firstError(diagnostics: readonly Diagnostic[]): string | undefined {
  return diagnostics.find(({ severity }) => severity === 'error')?.message
}
