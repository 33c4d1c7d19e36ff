import type { PlannedRule } from '../plan/physical/build-physical-plan.ts'
import type { CallExpression, Expression } from '../syntax/ast.ts'
import { canonicalSource } from '../plan/logical/bound-queries.ts'

/** Where every value of a running rule lives in its rows' slots. */
export interface RuleLayout {
  /** By canonical source: the slot of each column the rule reads. */
  readonly columns: readonly ReadonlyMap<string, number>[]
  readonly analytic: ReadonlyMap<Expression, number>
  readonly aliases: ReadonlyMap<number, number>
  readonly rowNumbers: ReadonlyMap<Expression, number>
  readonly triggers: ReadonlyMap<Expression, number>
  readonly aggregates: ReadonlyMap<Expression, number>
  readonly slotCount: number
  /** Slots from here on belong to a group and not to its first row. */
  readonly ownFrom: number
  /** False where a rule can work on its stream's rows as they are: nothing is stored in them. */
  readonly needsOwnRows: boolean
}

/**
 * `streamSlots` are the slots of a single source's rows, shared with other rules; undefined where the rule
 * joins sources and gets rows of its own.
 */
export function layoutRule(
  planned: PlannedRule,
  streamSlots: ReadonlyMap<string, number> | undefined,
  streamSlotCount: number,
): RuleLayout {
  const { bound, plan, expressions } = planned
  let next = streamSlots === undefined ? 0 : streamSlotCount
  const columns = plan.sources.map((source): ReadonlyMap<string, number> => {
    if (streamSlots !== undefined) return streamSlots
    if (canonicalSource(bound, source.source) !== source.source) return new Map()
    return new Map(source.columns.map((name) => [name, next++]))
  })
  const assign = (ids: readonly { readonly id: number }[]): Map<Expression, number> => {
    const slots = new Map<Expression, number>()
    for (const { id } of ids) {
      const expression = expressions[id]
      if (expression !== undefined && !slots.has(expression)) slots.set(expression, next++)
    }
    return slots
  }
  const { layout } = plan
  const analytic = assign(layout.analytic)
  // The number of an aggregate without groups is that of its first row.
  const rowNumbers = assign(layout.rowNumbers)
  const triggers = assign(layout.triggers)
  const ownFrom = next
  const aliases = new Map(layout.aliases.map((field) => [field, next++]))
  const aggregates = assign(layout.aggregates)
  // Behind a window aggregates live in the rows of groups, which are the rule's own anyway.
  const isWindowed =
    plan.operators.some(({ kind }) => kind === 'window') &&
    !plan.operators.some(({ kind }) => kind === 'where-aggregate')
  const computed =
    analytic.size +
    aliases.size +
    rowNumbers.size +
    triggers.size +
    (isWindowed ? 0 : aggregates.size)
  return {
    columns,
    analytic,
    aliases,
    rowNumbers,
    triggers,
    aggregates,
    slotCount: next,
    ownFrom,
    needsOwnRows: streamSlots === undefined || computed > 0,
  }
}

export function isCall(expression: Expression | undefined): expression is CallExpression {
  return expression?.kind === 'call'
}
