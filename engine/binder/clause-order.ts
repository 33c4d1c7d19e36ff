import type { Expression, SelectStatement, WindowClause } from '../syntax/ast.ts'
import { windowExpressions } from '../syntax/walk.ts'
import { usesOf, type NameUse } from './references.ts'

/** The first window of GROUP BY: the only one that counts. */
export function windowOf(statement: SelectStatement): WindowClause | undefined {
  return statement.groupBy.find((item) => item.kind === 'window')
}

/** GROUP BY items that are no window. */
export function dimensionsOf(statement: SelectStatement): readonly Expression[] {
  return statement.groupBy.filter((item) => item.kind !== 'window')
}

/** The expressions behind the SELECT list in the order in which eKuiper walks the clauses. */
export function clauseExpressions(statement: SelectStatement): readonly Expression[] {
  const window = windowOf(statement)
  return [
    ...statement.joins.flatMap((join) => join.on ?? []),
    ...(statement.where === undefined ? [] : [statement.where]),
    ...(window === undefined ? [] : windowExpressions(window)),
    ...dimensionsOf(statement),
    ...(statement.having === undefined ? [] : [statement.having]),
    ...statement.orderBy.map((item) => item.expression),
  ]
}

export function clauseUses(
  statement: SelectStatement,
  isSource: (name: string) => boolean,
): readonly NameUse[] {
  return clauseExpressions(statement).flatMap((expression) => usesOf(expression, isSource))
}
