import type { GraphFlow } from './bound-graph.ts'

/** What an edge carries. `isMerged` says that rows are joined from several sources. */
export interface Flow {
  readonly flow: GraphFlow
  readonly isMerged: boolean
}

interface FlowRule {
  readonly takes: readonly GraphFlow[]
  readonly refusesMerged?: boolean
  readonly takesSeveral?: boolean
  /** Absent where it sends what it takes. */
  readonly gives?: GraphFlow
  readonly merges?: boolean
}

/** What each operator takes and gives, by its type in lower case. */
const flowRules: Readonly<Record<string, FlowRule>> = {
  aggfunc: { takes: ['collection', 'grouped'], gives: 'grouped' },
  filter: { takes: ['row', 'collection', 'grouped'] },
  function: { takes: ['row', 'collection'] },
  groupby: { takes: ['collection'], gives: 'grouped' },
  join: {
    takes: ['row', 'collection'],
    refusesMerged: true,
    takesSeveral: true,
    gives: 'collection',
    merges: true,
  },
  orderby: { takes: ['collection', 'grouped'] },
  pick: { takes: ['row', 'collection', 'grouped'] },
  switch: { takes: ['row', 'collection', 'grouped'] },
  watermark: { takes: ['row'], takesSeveral: true },
  window: { takes: ['row'], takesSeveral: true, gives: 'collection' },
}

const flowNames: Readonly<Record<GraphFlow, string>> = {
  row: 'single rows',
  collection: "a window's rows",
  grouped: 'groups',
}

export const operatorTypes: readonly string[] = Object.keys(flowRules)

/** Why `inputs` do not fit an operator; undefined where they do. */
export function flowProblem(type: string, inputs: readonly Flow[]): string | undefined {
  const rule = flowRules[type]
  if (rule === undefined) return undefined
  if (inputs.length > 1 && rule.takesSeveral !== true) return 'takes rows from one node only'
  for (const { flow, isMerged } of inputs) {
    if (!rule.takes.includes(flow)) {
      const wanted = rule.takes.map((name) => flowNames[name]).join(' or ')
      return `takes ${wanted}, but gets ${flowNames[flow]}`
    }
    if (isMerged && rule.refusesMerged === true) return 'cannot take rows that are joined already'
  }
  return undefined
}

/** What an operator sends; its first input decides where it passes things on. */
export function flowOf(type: string, inputs: readonly Flow[]): Flow {
  const rule = flowRules[type]
  const [first = { flow: 'row', isMerged: false }] = inputs
  const isWindow = type === 'window'
  const isMerged = rule?.merges === true || (first.isMerged && !isWindow)
  return { flow: rule?.gives ?? first.flow, isMerged }
}
