import type { EngineLogLine, EngineRun, MessageWay, NodeStatus, FunctionDefinition } from '#engine'
import type { Plugin } from '#engine/api'
import { resolveSecrets } from '#engine/ruleset'
import type { SecretSource } from '#engine/ruleset'
import { secretValuesOf } from '../host/clear-secrets.ts'
import { describeComponents } from '../host/describe-components.ts'
import { displayText } from '../host/display-text.ts'
import { createNodeEngine } from '../host/host.ts'
import { createRedactor } from '../host/redactor.ts'
import { sharesOf } from '../ipc/drop-cause.ts'
import { countOf } from './count-of.ts'
import { describeProblems } from './print-problems.ts'
import { loadRules } from './load-rules.ts'

export interface Output {
  row(line: string): void
  /** Everything that is no row. */
  note(line: string): void
}

export interface RunRequest {
  readonly file: string
  readonly plugins: readonly Plugin[]
  /** Functions of plugins, for SQL. */
  readonly functions?: readonly FunctionDefinition[]
  readonly secrets: SecretSource
  /** A folder of schemas beside those of the rules. */
  readonly schemaFolder?: string | undefined
  readonly forMs: number | undefined
  /** Where actions with a cache keep their messages from one run to the next. */
  readonly cacheFolder: string
  /** Ends the run as `--for` does. */
  readonly signal: AbortSignal
}

/** Runs until the time is over, the sources end or the signal; resolves to the exit code. */
export async function runRules(
  { file, plugins, functions, secrets, schemaFolder, forMs, cacheFolder, signal }: RunRequest,
  userOutput: Output,
): Promise<number> {
  const loaded = await loadRules(file, schemaFolder)
  const { usesEmbeddedBroker } = loaded
  const { definition, values, problems: missing } = resolveSecrets(loaded.definition, secrets)
  const problems = [...loaded.problems, ...missing]
  const redactor = createRedactor()
  redactor.add(values)
  redactor.add(secretValuesOf(definition, describeComponents(plugins)))
  const output: Output = {
    row: (line) => userOutput.row(redactor.data(line)),
    note: (line) => userOutput.note(redactor.text(line)),
  }
  const checked = { file, definition }
  if (usesEmbeddedBroker) {
    output.note(
      'The project uses the built-in broker, which only the app has: connecting to tcp://127.0.0.1:1883 instead.\n' +
        'To use another server, set it as `server` of the sources and actions, in the app or in their files.\n',
    )
  }
  const log = ({ level, node, message }: EngineLogLine): void => {
    if (level !== 'debug') output.note(`${level} ${node}: ${message}\n`)
  }
  const engine = createNodeEngine(plugins, log, cacheFolder, functions)
  output.note(describeProblems(problems, checked))
  if (problems.some(({ diagnostic }) => diagnostic.severity === 'error')) return 1
  if (definition.rules.length === 0) {
    output.note(`${file}: there is no rule to run\n`)
    return 1
  }
  const result = engine.start(definition)
  if (!result.ok) {
    output.note(describeProblems(result.problems, checked))
    return 1
  }
  output.note(describeProblems(result.warnings, checked))
  const printed = printRows(result.run, output)
  const ending = await untilEnd(result.run, forMs, signal)
  const states = result.run.status()
  await result.run.stop()
  const counts = result.run.status()
  reportLosses(counts, output)
  reportUnprinted(counts, printed, output)
  return conclude(states, ending, output)
}

/** Messages by action whose rows were printed. */
type Printed = ReadonlyMap<string, number>

function printRows(run: EngineRun, output: Output): Printed {
  const printed = new Map<string, number>()
  for (const { node } of run.status()) {
    const [, rule, index] = /^action\/(.*)\/(\d+)$/.exec(node) ?? []
    if (index === undefined) continue
    const head = `{"rule":${JSON.stringify(rule)},"action":${index},"at":`
    let last: MessageWay | undefined
    run.observe(node, (event) => {
      if (event.kind !== 'out') return
      output.row(`${head}${event.at},"row":${displayText(event.row)}}\n`)
      const message = event.way?.message
      // The rows of a message come one after the other.
      if (message === undefined || message !== last) printed.set(node, (printed.get(node) ?? 0) + 1)
      last = message
    })
  }
  return printed
}

/** Of a message of an earlier run only the bytes are known, and not all bytes are rows in JSON. */
function reportUnprinted(nodes: readonly NodeStatus[], printed: Printed, output: Output): void {
  for (const { node, rowsOut } of nodes) {
    const count = rowsOut - (printed.get(node) ?? 0)
    if (!node.startsWith('action/') || count <= 0) continue
    output.note(
      `${node}: ${countOf(count, 'message')} sent without a row to print: errors, empty results, or of an earlier run\n`,
    )
  }
}

/** What a shell expects of a command that Ctrl-C ended. */
const interrupted = 130

type Ending = 'time' | 'ended' | 'signal' | 'failed'

function untilEnd(run: EngineRun, forMs: number | undefined, signal: AbortSignal): Promise<Ending> {
  return new Promise((resolve) => {
    const timer = forMs === undefined ? undefined : setTimeout(() => end('time'), forMs)
    // Nothing else keeps the process alive while every source waits for its next attempt.
    const watch = setInterval(() => {
      if (hasFailed(run.status())) end('failed')
    }, 200)
    const end = (ending: Ending): void => {
      clearTimeout(timer)
      clearInterval(watch)
      resolve(ending)
    }
    run.onEnd(() => end('ended'))
    if (signal.aborted) end('signal')
    else signal.addEventListener('abort', () => end('signal'), { once: true })
  })
}

/** Every source has failed for good: no row can come any more. */
function hasFailed(nodes: readonly NodeStatus[]): boolean {
  const sources = nodes.filter(({ node }) => node.startsWith('stream/'))
  return sources.length > 0 && sources.every(({ state }) => state === 'failed')
}

/** After the stop: what still waited then is lost too. */
function reportLosses(nodes: readonly NodeStatus[], output: Output): void {
  for (const { node, errors, lastError, dropped, droppedBy } of nodes) {
    const last = lastError?.message ?? 'unknown'
    if (errors > 0) output.note(`${node}: ${countOf(errors, 'error')}, the last: ${last}\n`)
    if (dropped > 0) {
      const causes = sharesOf(droppedBy).map(({ count, words }) => `${count} ${words}`)
      output.note(`${node}: ${countOf(dropped, 'row')} dropped: ${causes.join(', ')}\n`)
    }
  }
}

function conclude(nodes: readonly NodeStatus[], ending: Ending, output: Output): number {
  if (ending === 'signal') return interrupted
  const failed = nodes.filter(({ state }) => state === 'failed')
  const sources = nodes.filter(({ node }) => node.startsWith('stream/'))
  const isReached = sources.some(({ state }) => state === 'running' || state === 'ended')
  const unreached = isReached ? [] : sources.filter(({ state }) => state !== 'failed')
  for (const { node, state, message } of [...failed, ...unreached]) {
    output.note(`${node}: ${state}: ${message ?? 'no reason known'}\n`)
  }
  return failed.length + unreached.length > 0 ? 1 : 0
}
