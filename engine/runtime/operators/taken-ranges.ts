/** From `start` (included) to `end` (excluded), as numbers of milliseconds. */
export interface TimeRange {
  readonly start: bigint
  readonly end: bigint
}

/** The ranges that rows of a `dedup_trigger` have had: apart from each other and in order. */
export class TakenRanges {
  private taken: readonly TimeRange[] = []

  /**
   * Takes what is left of the range after `expireMs` before `now`, and gives the parts that were free;
   * undefined where none is. Ranges that ended earlier than that are forgotten.
   */
  take(range: TimeRange, now: bigint, expireMs: bigint): readonly TimeRange[] | undefined {
    const oldest = now - expireMs
    if (range.end < oldest) return undefined
    const start = range.start < oldest ? oldest : range.start
    const { end } = range
    const known = this.taken.slice(firstFrom(this.taken, oldest))
    const met = known.filter((other) => other.start < end && other.end > start)
    const before = known.filter((other) => other.end <= start)
    const after = known.slice(before.length + met.length)
    const free = freeParts({ start, end }, met)
    this.taken = [...before, joined({ start, end }, met), ...after]
    return free.length === 0 ? undefined : free
  }
}

function firstFrom(ranges: readonly TimeRange[], oldest: bigint): number {
  const first = ranges.findIndex(({ end }) => end >= oldest)
  return first < 0 ? ranges.length : first
}

/** Between ranges that touch there is an empty part, as eKuiper has it. */
function freeParts(range: TimeRange, met: readonly TimeRange[]): readonly TimeRange[] {
  const [first] = met
  const last = met.at(-1)
  if (first === undefined || last === undefined) return [range]
  const free: TimeRange[] = []
  if (range.start < first.start) free.push({ start: range.start, end: first.start })
  met.slice(1).forEach((next, i) => {
    free.push({ start: met[i]?.end ?? next.start, end: next.start })
  })
  if (last.end < range.end) free.push({ start: last.end, end: range.end })
  return free
}

function joined(range: TimeRange, met: readonly TimeRange[]): TimeRange {
  const [first] = met
  const last = met.at(-1)
  return {
    start: first !== undefined && first.start < range.start ? first.start : range.start,
    end: last !== undefined && last.end > range.end ? last.end : range.end,
  }
}
