/** The common properties of one action, typed and defaulted. Durations are milliseconds. */
export interface ActionProperties {
  readonly sendSingle: boolean
  readonly omitIfEmpty: boolean
  readonly format: string
  readonly dataTemplate: string
  readonly dataField: string
  readonly fields: readonly string[]
  readonly excludeFields: readonly string[]
  readonly delimiter: string
  readonly hasHeader: boolean
  readonly schemaId: string
  readonly compression: string
  readonly compressionProps: Readonly<Record<string, unknown>>
  readonly encryption: string
  readonly encProps: Readonly<Record<string, unknown>>
  readonly batchSize: number
  readonly lingerMs: number
  readonly concurrency: number
  readonly bufferLength: number
  /** A full buffer holds up the rule. */
  readonly disableBufferFullDiscard: boolean
  readonly enableCache: boolean
  readonly memoryCacheThreshold: number
  readonly maxDiskCache: number
  readonly bufferPageSize: number
  readonly resendIntervalMs: number
  readonly cleanCacheAtStop: boolean
  readonly resendAlterQueue: boolean
  readonly resendPriority: number
  readonly resendIndicatorField: string
  /** The topic of messages that the separate queue sends; empty: the same. */
  readonly resendDestination: string
}
