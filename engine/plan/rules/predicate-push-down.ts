import type { BoundSelect } from '../../binder/bound.ts'
import type { Expression } from '../../syntax/ast.ts'
import { canonicalSource, combine, mentionsOf } from '../logical/bound-queries.ts'
import {
  withInputs,
  type JoinNode,
  type LogicalPlan,
  type SourceNode,
  type WindowNode,
} from '../logical/logical-plan.ts'
import type { OptimizerRule } from './optimizer-rule.ts'

/**
 * Moves WHERE and a window's FILTER as far down as eKuiper does, wherever that changes the rows too: below
 * processing-time windows of time, and below joins where a part names one stream only, even below outer ones.
 */
export const predicatePushDown: OptimizerRule = {
  name: 'predicatePushDown',
  apply(plan, { bound }) {
    return push(bound, plan, undefined).plan
  },
}

interface Pushed {
  /** What could not be moved below and must be tested above. */
  readonly rest: Expression | undefined
  readonly plan: LogicalPlan
}

function push(bound: BoundSelect, plan: LogicalPlan, condition: Expression | undefined): Pushed {
  switch (plan.kind) {
    case 'source':
      return pushToSource(bound, plan, condition)
    case 'analytic':
    case 'table':
      // Analytic functions see every row, also those WHERE rejects; tables are joined before any WHERE.
      return { rest: condition, plan }
    case 'filter': {
      const [input] = plan.inputs
      if (input === undefined) return { rest: condition, plan }
      const below = push(bound, input, combine(condition, plan.condition))
      if (below.rest === undefined) return { rest: undefined, plan: below.plan }
      return { rest: undefined, plan: { ...plan, condition: below.rest, inputs: [below.plan] } }
    }
    case 'window':
      return pushToWindow(bound, plan, condition)
    case 'join':
      return pushToJoin(bound, plan, condition)
    default:
      return pushToInputs(bound, plan, condition)
  }
}

/** Offers the condition to one input after the other. */
function pushToInputs(
  bound: BoundSelect,
  plan: LogicalPlan,
  condition: Expression | undefined,
): Pushed {
  let rest = condition
  const inputs = plan.inputs.map((input) => {
    const below = push(bound, input, rest)
    rest = below.rest
    return below.plan
  })
  return { rest, plan: withInputs(plan, inputs) }
}

function pushToSource(
  bound: BoundSelect,
  plan: SourceNode,
  condition: Expression | undefined,
): Pushed {
  if (plan.isTable || condition === undefined) return { rest: condition, plan }
  const { owned, other } = splitForSource(bound, plan.source, condition)
  if (owned === undefined) return { rest: other, plan }
  return { rest: other, plan: { kind: 'filter', condition: owned, inputs: [plan] } }
}

interface Split {
  readonly owned: Expression | undefined
  readonly other: Expression | undefined
}

function splitForSource(bound: BoundSelect, source: number, condition: Expression): Split {
  const { sources, hasUnqualified } = mentionsOf(bound, condition)
  const count = sources.length + (hasUnqualified ? 1 : 0)
  const isOwn =
    count === 0 ||
    (count === 1 && (hasUnqualified || sources[0] === canonicalSource(bound, source)))
  if (isOwn) return { owned: condition, other: undefined }
  if (count === 1 || condition.kind !== 'binary' || condition.operator !== 'AND') {
    return { owned: undefined, other: condition }
  }
  const left = splitForSource(bound, source, condition.left)
  const right = splitForSource(bound, source, condition.right)
  return { owned: combine(left.owned, right.owned), other: combine(left.other, right.other) }
}

function pushToWindow(
  bound: BoundSelect,
  plan: WindowNode,
  condition: Expression | undefined,
): Pushed {
  const { type } = plan.window
  const seesAllRows = plan.isEventTime || type === 'count' || type === 'sliding'
  if (seesAllRows || plan.aggregates.length > 0) return { rest: condition, plan }
  const below = pushToInputs(bound, plan, combine(condition, plan.condition))
  const window = below.plan
  if (window.kind !== 'window') return { rest: condition, plan }
  return { rest: undefined, plan: { ...window, condition: below.rest } }
}

/** Only the first join is looked at. An inner one takes in the conditions over both sides. */
function pushToJoin(bound: BoundSelect, plan: JoinNode, condition: Expression | undefined): Pushed {
  const [first, ...others] = plan.joins
  if (first === undefined) return pushToInputs(bound, plan, condition)
  const isInner = first.type === 'inner'
  const all = isInner ? combine(condition, first.on) : condition
  const { movable, fixed } = splitForJoin(bound, all)
  const below = pushToInputs(bound, plan, movable)
  if (below.plan.kind !== 'join') return { rest: condition, plan }
  const rest = combine(fixed, below.rest)
  if (!isInner) return { rest, plan: below.plan }
  const joins = [{ ...first, on: rest }, ...others]
  return { rest: undefined, plan: { ...below.plan, joins } }
}

interface JoinSplit {
  readonly movable: Expression | undefined
  readonly fixed: Expression | undefined
}

function splitForJoin(bound: BoundSelect, condition: Expression | undefined): JoinSplit {
  if (condition === undefined) return { movable: undefined, fixed: undefined }
  const { sources, hasUnqualified } = mentionsOf(bound, condition)
  const isMovable = !hasUnqualified && sources.length <= 1
  if (isMovable) return { movable: condition, fixed: undefined }
  if (condition.kind !== 'binary' || condition.operator !== 'AND') {
    return { movable: undefined, fixed: condition }
  }
  const left = splitForJoin(bound, condition.left)
  const right = splitForJoin(bound, condition.right)
  return {
    movable: combine(left.movable, right.movable),
    fixed: combine(left.fixed, right.fixed),
  }
}
