import type { Clock } from '../base/clock.ts'
import type { RecordValue } from '../types/value.ts'
import { createPipeline, type SinkMessage } from './pipeline.ts'
import { planPipeline, type PipelineOptions } from './plan.ts'
import type { PropertyFault } from './read-properties.ts'
import type { Item, Transformed } from './transform.ts'
import { TransformError, type FailedTemplate } from './transform-error.ts'

/** One message on its way: what it is made of, what template and fields left, what the sink would get. */
export interface PreviewedMessage {
  readonly item: Item
  readonly result: Transformed
  /** Undefined where the message could not be written. */
  readonly message: SinkMessage | undefined
}

export type PreviewResult =
  | {
      readonly ok: true
      readonly messages: readonly PreviewedMessage[]
      readonly errors: readonly string[]
      /** The first template that failed. */
      readonly failed: FailedTemplate | undefined
    }
  /** The properties cannot be used. */
  | { readonly ok: false; readonly fault: PropertyFault }

/**
 * What an action would send for one result of its rule: for the form, which shows it while one types.
 * A batch is shown as it would be if the result filled it.
 */
export function previewMessages(
  options: PipelineOptions,
  rows: readonly RecordValue[],
): PreviewResult {
  const planned = planPipeline(options)
  if (!planned.ok) return planned
  const { plan } = planned
  const isBatch = plan.properties.batchSize > 0 || plan.properties.lingerMs > 0
  const properties = isBatch ? { ...plan.properties, batchSize: 1, lingerMs: 0 } : plan.properties
  const steps: { item: Item; result: Transformed; message: SinkMessage | undefined }[] = []
  const errors: string[] = []
  let failed: FailedTemplate | undefined
  const pipeline = createPipeline(
    { ...plan, properties },
    {
      clock: stillClock,
      sendError: false,
      deliver: (message) => {
        const last = steps.at(-1)
        if (last !== undefined) last.message = message
      },
      fail: (error) => {
        errors.push(error.message)
        if (error instanceof TransformError) failed ??= error.template
      },
      abandon: () => undefined,
      trace: {
        isActive: true,
        transformed: (item, result) => steps.push({ item, result, message: undefined }),
        encoded: () => undefined,
        errorEncoded: () => undefined,
      },
    },
  )
  pipeline.send(rows)
  pipeline.stop()
  return { ok: true, messages: steps, errors, failed }
}

const stillClock: Clock = { now: () => 0, schedule: () => () => undefined }
