import type { StreamDefinition } from '../../catalog/stream.ts'
import { isDateTime, toGoText } from '../../types/go-text.ts'
import { compileTimePattern, parseTimePattern } from '../../types/time-pattern.ts'
import { parseTimeText } from '../../types/time-text.ts'
import type { RecordValue, Value } from '../../types/value.ts'
import { EvaluationError } from '../../functions/definition.ts'

/** Reads a row's own time; throws with eKuiper's text where there is none to read. */
export type ReadEventTime = (value: Value | undefined, record: () => RecordValue) => number

/** Numbers are milliseconds; texts follow TIMESTAMP_FORMAT, or else any of the usual forms. */
export function createEventTime(stream: StreamDefinition): ReadEventTime {
  const column = stream.timestampColumn ?? ''
  const pattern = compileTimePattern(stream.timestampFormat ?? '')
  const hasFormat = (stream.timestampFormat ?? '') !== ''
  const readText = (text: string): number => {
    if (hasFormat && !pattern.ok) {
      throw new EvaluationError(
        `cannot convert timestamp field ${column} to timestamp with error ${pattern.error}`,
      )
    }
    const time = hasFormat && pattern.ok ? parseTimePattern(text, pattern) : undefined
    const found = time ?? parseTimeText(text)
    if (found !== undefined) return found.epochMs
    throw new EvaluationError(
      `cannot convert timestamp field ${column} to timestamp with error Can't parse string as time: ${text}`,
    )
  }
  return (value, record) => {
    if (typeof value === 'number') return Math.trunc(value)
    if (typeof value === 'bigint') return Number(value)
    if (typeof value === 'string') return readText(value)
    if (isDateTime(value)) return value.epochMs
    if (value === undefined) {
      throw new EvaluationError(
        `cannot find timestamp field ${column} in tuple ${toGoText(record())}`,
      )
    }
    throw new EvaluationError(
      `cannot convert timestamp field ${column} to timestamp with error unsupported type to convert to timestamp ${toGoText(value)}`,
    )
  }
}
