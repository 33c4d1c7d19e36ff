import { parseTimeText } from '../types/time-text.ts'
import type { DatetimeRange } from './options.ts'
import type { ObjectReader } from './options-reader.ts'

export function readRanges(reader: ObjectReader): readonly DatetimeRange[] {
  return reader.objects('cronDatetimeRange').map((range) => ({
    begin: range.text('begin', ''),
    end: range.text('end', ''),
    beginTimestamp: range.integer('beginTimestamp', 0),
    endTimestamp: range.integer('endTimestamp', 0),
  }))
}

/** Both time stamps count where both are above 0, else both texts. The end may be equal to the beginning. */
export function rangeProblem(range: ObjectReader): string | undefined {
  const beginTimestamp = range.integer('beginTimestamp', 0)
  const endTimestamp = range.integer('endTimestamp', 0)
  const hasTimestamps = beginTimestamp > 0 && endTimestamp > 0
  const begin = hasTimestamps ? beginTimestamp : timeOf(range.text('begin', ''))
  const end = hasTimestamps ? endTimestamp : timeOf(range.text('end', ''))
  if (begin === undefined) return `begin is no time: ${JSON.stringify(range.text('begin', ''))}`
  if (end === undefined) return `end is no time: ${JSON.stringify(range.text('end', ''))}`
  return begin > end ? 'begin must not be after end' : undefined
}

function timeOf(text: string): number | undefined {
  return parseTimeText(text)?.epochMs
}
