import type { ConformanceCase } from './case.ts'
import { findDisagreement, type CaseResult } from './compare.ts'

export interface Disagreement {
  readonly id: string
  readonly reason: string
}

/** The cases of one topic, such as `expr/op-add`. */
export interface TopicReport {
  readonly topic: string
  readonly total: number
  readonly agreeing: number
  readonly disagreements: readonly Disagreement[]
}

export interface ConformanceReport {
  readonly topics: readonly TopicReport[]
  readonly total: number
  readonly agreeing: number
}

export function createReport(
  answered: readonly { readonly kase: ConformanceCase; readonly result: CaseResult }[],
): ConformanceReport {
  const byTopic = new Map<string, { total: number; disagreements: Disagreement[] }>()
  for (const { kase, result } of answered) {
    const topic = topicOf(kase.id)
    const entry = byTopic.get(topic) ?? { total: 0, disagreements: [] }
    byTopic.set(topic, entry)
    entry.total += 1
    const reason = findDisagreement(kase, result)
    if (reason !== undefined) entry.disagreements.push({ id: kase.id, reason })
  }
  const topics = [...byTopic].map(([topic, { total, disagreements }]) => ({
    topic,
    total,
    agreeing: total - disagreements.length,
    disagreements,
  }))
  const agreeing = topics.reduce((sum, topic) => sum + topic.agreeing, 0)
  return { topics, total: answered.length, agreeing }
}

export function topicOf(id: string): string {
  return id.split('/').slice(0, 2).join('/')
}

/** One line a topic, with the reasons below where `isListing`, the sum last. */
export function printReport(report: ConformanceReport, isListing: boolean): string {
  const lines: string[] = []
  for (const { topic, total, agreeing, disagreements } of report.topics) {
    const share = ((100 * agreeing) / total).toFixed(1)
    lines.push(
      `${topic.padEnd(40)} ${String(agreeing).padStart(5)} / ${String(total).padEnd(5)} ${share} %`,
    )
    if (!isListing) continue
    for (const { id, reason } of disagreements) lines.push(`    ${id}: ${reason.slice(0, 600)}`)
  }
  const share = report.total === 0 ? 0 : (100 * report.agreeing) / report.total
  lines.push(`${report.agreeing} of ${report.total} agree (${share.toFixed(2)} %)`)
  return lines.join('\n')
}
