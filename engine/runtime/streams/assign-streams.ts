import type { RunnableRule } from '../rules/runnable-rule.ts'
import type { PreparedSource } from './stream-run.ts'
import type { StreamSubscriber } from './stream-subscriber.ts'

/** Rules that read a stream through the same source; the first one of a stream is shown on the canvas. */
export interface StreamAssignment {
  readonly source: PreparedSource
  /** What its source is told it reads for. */
  readonly ruleId: string
  readonly readers: readonly RunnableRule[]
  readonly subscribers: readonly StreamSubscriber[]
}

/**
 * Which rules read a stream together. One source does for all rules, except for a rule that may be held
 * up: as in eKuiper it has a source of its own, so that it holds nobody else. A stream that is SHARED
 * has one source whatever its rules are.
 */
export function assignStreams(
  rules: readonly RunnableRule[],
  sources: ReadonlyMap<string, PreparedSource>,
): readonly StreamAssignment[] {
  const readers = new Map<string, Map<RunnableRule, StreamSubscriber[]>>()
  for (const rule of rules) {
    for (const { stream, subscriber } of rule.subscriptions()) {
      const ofStream = readers.get(stream) ?? new Map<RunnableRule, StreamSubscriber[]>()
      readers.set(stream, ofStream.set(rule, [...(ofStream.get(rule) ?? []), subscriber]))
    }
  }
  return [...readers].flatMap(([stream, ofStream]) => {
    const source = sources.get(stream)
    return source === undefined ? [] : assign(source, [...ofStream])
  })
}

type Reader = readonly [RunnableRule, readonly StreamSubscriber[]]

function assign(source: PreparedSource, readers: readonly Reader[]): readonly StreamAssignment[] {
  const isAlone = ([, subscribers]: Reader): boolean =>
    !source.definition.isShared && subscribers.some(({ hold }) => hold !== undefined)
  const together = readers.filter((reader) => !isAlone(reader))
  const groups = readers.filter(isAlone).map((reader) => [reader])
  if (together.length > 0) groups.unshift(together)
  return groups.map((group) => ({
    source,
    ruleId: ruleIdOf(source, group),
    readers: group.map(([rule]) => rule),
    subscribers: group.flatMap(([, subscribers]) => subscribers),
  }))
}

function ruleIdOf({ definition }: PreparedSource, [first]: readonly Reader[]): string {
  return definition.isShared ? `$$subtopo_${definition.name}` : (first?.[0].id ?? '')
}
