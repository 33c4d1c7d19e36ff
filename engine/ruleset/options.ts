/** A rule's options with every default filled in, as eKuiper reads them. */
export interface RuleOptions {
  readonly debug: boolean
  readonly logFilename: string
  readonly isEventTime: boolean
  readonly lateToleranceMs: number
  readonly concurrency: number
  readonly bufferLength: number
  readonly sendMetaToSink: boolean
  readonly sendNilField: boolean
  readonly sendError: boolean
  readonly qos: number
  readonly checkpointIntervalMs: number
  readonly restartAttempts: number
  readonly cron: string
  readonly duration: string
  readonly cronDatetimeRange: readonly DatetimeRange[]
  readonly planOptimizeStrategy: PlanOptimizeStrategy
  readonly notifySub: boolean
  readonly disableBufferFullDiscard: boolean
  readonly enableSaveStateBeforeStop: boolean
  readonly forceExitTimeoutMs: number
  readonly useSliceTuple: boolean
}

export interface DatetimeRange {
  readonly begin: string
  readonly end: string
  readonly beginTimestamp: number
  readonly endTimestamp: number
}

export interface PlanOptimizeStrategy {
  readonly enableIncrementalWindow: boolean
  readonly enableAliasPushdown: boolean
  readonly disableAliasRefCal: boolean
  readonly disableOptimizeRules: readonly string[]
  readonly enableSendSlidingWindowTwice: boolean
  readonly windowVersion: string
}

export const defaultRuleOptions: RuleOptions = {
  debug: false,
  logFilename: '',
  isEventTime: false,
  lateToleranceMs: 1000,
  concurrency: 1,
  bufferLength: 1024,
  sendMetaToSink: false,
  sendNilField: false,
  sendError: false,
  qos: 0,
  checkpointIntervalMs: 300_000,
  restartAttempts: 0,
  cron: '',
  duration: '',
  cronDatetimeRange: [],
  planOptimizeStrategy: {
    enableIncrementalWindow: false,
    enableAliasPushdown: false,
    disableAliasRefCal: false,
    disableOptimizeRules: [],
    enableSendSlidingWindowTwice: false,
    windowVersion: '',
  },
  notifySub: false,
  disableBufferFullDiscard: false,
  enableSaveStateBeforeStop: false,
  forceExitTimeoutMs: 0,
  useSliceTuple: false,
}
