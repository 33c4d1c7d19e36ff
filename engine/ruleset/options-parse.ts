import { defaultRuleOptions, type PlanOptimizeStrategy, type RuleOptions } from './options.ts'
import { ruleCodes } from './options-codes.ts'
import { ObjectReader, type Locate, type ReadingProblem } from './options-reader.ts'
import { rangeProblem, readRanges } from './options-schedule.ts'

export interface OptionsResult {
  /** With the default in place of what was refused. */
  readonly options: RuleOptions
  readonly diagnostics: readonly ReadingProblem[]
}

/** Checks a rule's options object and fills in the defaults. Unknown keys are ignored. */
export function parseOptions(
  value: unknown,
  locate: Locate = () => ({ start: 0, end: 0 }),
): OptionsResult {
  const reader = new ObjectReader(value, ['options'], locate, [])
  const options = readOptions(reader)
  // A wrong kind ends eKuiper's reading, and the checks of the values do not come about.
  if (reader.diagnostics.length === 0) checkLimits(reader, options)
  return { options, diagnostics: reader.diagnostics }
}

function readOptions(reader: ObjectReader): RuleOptions {
  const fallback = defaultRuleOptions
  return {
    debug: reader.boolean('debug', fallback.debug),
    logFilename: reader.text('logFilename', fallback.logFilename),
    isEventTime: reader.boolean('isEventTime', fallback.isEventTime),
    lateToleranceMs: reader.duration('lateTolerance', fallback.lateToleranceMs),
    concurrency: reader.integer('concurrency', fallback.concurrency),
    bufferLength: reader.integer('bufferLength', fallback.bufferLength),
    sendMetaToSink: reader.boolean('sendMetaToSink', fallback.sendMetaToSink),
    sendNilField: reader.boolean('sendNilField', fallback.sendNilField),
    sendError: reader.boolean('sendError', fallback.sendError),
    qos: reader.integer('qos', fallback.qos),
    checkpointIntervalMs: reader.duration('checkpointInterval', fallback.checkpointIntervalMs),
    restartAttempts: reader.object('restartStrategy').integer('attempts', fallback.restartAttempts),
    cron: reader.text('cron', fallback.cron),
    duration: reader.text('duration', fallback.duration),
    cronDatetimeRange: readRanges(reader),
    planOptimizeStrategy: readStrategy(reader.object('planOptimizeStrategy')),
    notifySub: reader.boolean('notifySub', fallback.notifySub),
    disableBufferFullDiscard: reader.boolean(
      'disableBufferFullDiscard',
      fallback.disableBufferFullDiscard,
    ),
    enableSaveStateBeforeStop: reader.boolean(
      'enableSaveStateBeforeStop',
      fallback.enableSaveStateBeforeStop,
    ),
    forceExitTimeoutMs: reader.duration('forceExitTimeout', fallback.forceExitTimeoutMs),
    useSliceTuple: reader.object('experiment').boolean('useSliceTuple', fallback.useSliceTuple),
  }
}

function readStrategy(reader: ObjectReader): PlanOptimizeStrategy {
  const window = reader.object('windowOption')
  return {
    enableIncrementalWindow: reader.boolean('enableIncrementalWindow', false),
    enableAliasPushdown: reader.boolean('enableAliasPushdown', false),
    disableAliasRefCal: reader.boolean('disableAliasRefCal', false),
    disableOptimizeRules: reader.object('optimizeControl').texts('disableOptimizeRules'),
    enableSendSlidingWindowTwice: window.boolean('enableSendSlidingWindowTwice', false),
    windowVersion: window.text('windowVersion', ''),
  }
}

function checkLimits(reader: ObjectReader, options: RuleOptions): void {
  const atLeastZero = (from: ObjectReader, name: string, value: number): void => {
    if (value >= 0) return
    from.report(
      ruleCodes.belowZero,
      name,
      `${from.pathText(name)} must not be below 0, found ${value}`,
    )
  }
  atLeastZero(reader, 'concurrency', options.concurrency)
  atLeastZero(reader, 'bufferLength', options.bufferLength)
  atLeastZero(reader, 'lateTolerance', options.lateToleranceMs)
  atLeastZero(reader.object('restartStrategy'), 'attempts', options.restartAttempts)
  checkRanges(reader)
}

function checkRanges(reader: ObjectReader): void {
  for (const range of reader.objects('cronDatetimeRange')) {
    const problem = rangeProblem(range)
    if (problem !== undefined) range.report(ruleCodes.invalidRange, 'begin', problem)
  }
}
