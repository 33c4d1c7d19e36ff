import type { NodeStatus } from './metrics-store.ts'

/**
 * How many errors there were in a run. A rule counts the errors of its sources again; here each counts
 * once. `sourcesOf` gives the run nodes of a rule's sources.
 */
export function countErrors(
  statuses: readonly Pick<NodeStatus, 'node' | 'errors'>[],
  sourcesOf: (rule: string) => readonly string[],
): number {
  const errors = new Map(statuses.map((status) => [status.node, status.errors]))
  const ownOf = (node: string, count: number) => {
    if (!node.startsWith('rule/')) return count
    const inherited = sourcesOf(node).reduce((sum, source) => sum + (errors.get(source) ?? 0), 0)
    return Math.max(0, count - inherited)
  }
  return statuses.reduce((sum, { node, errors: count }) => sum + ownOf(node, count), 0)
}
