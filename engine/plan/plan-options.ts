/** The options of a rule that change its plan; read from the rule's `options` object, whose keys know no case. */
export interface PlanOptions {
  readonly isEventTime: boolean
  readonly lateToleranceMs: number
  readonly sendsNull: boolean
  readonly sendsMeta: boolean
  readonly isIncremental: boolean
  readonly isSecondVersion: boolean
  readonly isSentTwice: boolean
  /** eKuiper's experimental slice tuples. */
  readonly isSliceMode: boolean
  readonly disabledRules: readonly string[]
}

type Options = Readonly<Record<string, unknown>>

export function readPlanOptions(options: Options): PlanOptions {
  const strategy = readObject(options, 'planOptimizeStrategy')
  const windowOption = readObject(strategy, 'windowOption')
  const control = readObject(strategy, 'optimizeControl')
  const disabled = readOption(control, 'disableOptimizeRules')
  return {
    isEventTime: readOption(options, 'isEventTime') === true,
    lateToleranceMs: readDuration(readOption(options, 'lateTolerance'), 1000),
    sendsNull: readOption(options, 'sendNilField') === true,
    sendsMeta: readOption(options, 'sendMetaToSink') === true,
    isIncremental: readOption(strategy, 'enableIncrementalWindow') === true,
    isSecondVersion: readOption(windowOption, 'windowVersion') === 'v2',
    isSentTwice: readOption(windowOption, 'enableSendSlidingWindowTwice') === true,
    isSliceMode: readOption(readObject(options, 'experiment'), 'useSliceTuple') === true,
    disabledRules: Array.isArray(disabled) ? disabled.map(String) : [],
  }
}

/** An option by its name in any case. */
export function readOption(options: Options, name: string): unknown {
  if (name in options) return options[name]
  const wanted = name.toLowerCase()
  const key = Object.keys(options).find((candidate) => candidate.toLowerCase() === wanted)
  return key === undefined ? undefined : options[key]
}

function readObject(options: Options, name: string): Options {
  const value = readOption(options, name)
  return typeof value === 'object' && value !== null ? (value as Options) : {}
}

const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}

/** Whole milliseconds, or Go's duration text (`1m30s`); anything else was refused with the rule. */
export function readDuration(value: unknown, fallback: number): number {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || value === '') return fallback
  const sign = value.startsWith('-') ? -1 : 1
  let total = 0
  for (const [, amount, unit] of value.matchAll(/([\d.]+)(ns|us|µs|ms|s|m|h)/g)) {
    total += Number(amount) * (unitMs[unit ?? ''] ?? 0)
  }
  return sign * total
}
