import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deliberate } from './deliberate.ts'
import type { ConformanceReport } from './report.ts'

/**
 * Cases that are known to disagree and should not. The list may only get shorter: a case that newly
 * disagrees fails the test instead of being added.
 */
export function readBaseline(folder: string): ReadonlySet<string> {
  const text = readFileSync(join(folder, 'baseline.txt'), 'utf8')
  return new Set(text.split('\n').filter((line) => line !== '' && !line.startsWith('#')))
}

/** Takes out of the list what agrees by now; returns how many are left. */
export function shrinkBaseline(folder: string, report: ConformanceReport): number {
  const disagreeing = new Set(disagreementsOf(report).map(({ id }) => id))
  const left = [...readBaseline(folder)].filter((id) => disagreeing.has(id)).sort()
  writeFileSync(join(folder, 'baseline.txt'), [header, ...left, ''].join('\n'))
  return left.length
}

export function disagreementsOf(
  report: ConformanceReport,
): ConformanceReport['topics'][number]['disagreements'] {
  return report.topics
    .flatMap(({ disagreements }) => disagreements)
    .filter(({ id }) => !deliberate.has(id))
}

const header =
  '# Cases that disagree and should not. Shorten it with: npm run conformance -- --shrink-baseline'
