import type { Expression, OverClause, SelectStatement, WindowClause } from './ast.ts'

/** What stands directly inside an expression, in text order. The member after an arrow is a name and left out. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'binary':
      return [expression.left, expression.right]
    case 'in':
      return [expression.left, expression.right]
    case 'between':
      return expression.low === expression.high
        ? [expression.operand, expression.low]
        : [expression.operand, expression.low, expression.high]
    case 'like':
      return [expression.operand, expression.pattern]
    case 'case':
      return [
        ...presentOf(expression.value),
        ...expression.branches.flatMap(({ when, then }) => [when, then]),
        ...presentOf(expression.otherwise),
      ]
    case 'call':
      return [
        ...expression.arguments,
        ...presentOf(expression.filter),
        ...childrenOfOver(expression.over),
      ]
    case 'arrow':
      return expression.member.kind === 'column'
        ? [expression.left]
        : [expression.left, expression.member]
    case 'index':
      return [expression.left, expression.index]
    case 'slice':
      return [expression.left, ...presentOf(expression.from), ...presentOf(expression.to)]
    case 'list':
      return expression.items
    case 'parenthesized':
      return [expression.expression]
    case 'wildcard':
      return expression.replace.map((field) => field.expression)
    default:
      return []
  }
}

function childrenOfOver(over: OverClause | undefined): readonly Expression[] {
  if (over === undefined) return []
  return [
    ...over.partitionBy,
    ...presentOf(over.when),
    ...over.orderBy.map((item) => item.expression),
  ]
}

function presentOf(expression: Expression | undefined): readonly Expression[] {
  return expression === undefined ? [] : [expression]
}

export function windowExpressions(window: WindowClause): readonly Expression[] {
  const { conditions, filter, when, partitionBy } = window
  return [...conditions, ...presentOf(filter), ...presentOf(when), ...partitionBy]
}

/**
 * Visits `expression` and all inside it, outer before inner, in text order; `visit` returns false to skip
 * what is inside. Needs no recursion, so trees of any height are fine.
 */
export function walkExpression(
  expression: Expression,
  visit: (node: Expression) => boolean | void,
): void {
  const stack = [expression]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (visit(node) === false) continue
    const children = childrenOf(node)
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index]
      if (child !== undefined) stack.push(child)
    }
  }
}

export function someExpression(
  expression: Expression,
  test: (node: Expression) => boolean,
): boolean {
  let isFound = false
  walkExpression(expression, (node) => {
    if (!isFound && test(node)) isFound = true
    return !isFound
  })
  return isFound
}

/** The statement's expressions in the order of its clauses, each with the clause it stands in. */
export function clausesOf(statement: SelectStatement): readonly Clause[] {
  const clauses: Clause[] = []
  const add = (name: Clause['name'], ...expressions: readonly Expression[]): void => {
    for (const expression of expressions) clauses.push({ name, expression })
  }
  add('select', ...statement.fields.map((field) => field.expression))
  add('on', ...statement.joins.flatMap((join) => presentOf(join.on)))
  add('where', ...presentOf(statement.where))
  for (const item of statement.groupBy) {
    if (item.kind === 'window') add('window', ...windowExpressions(item))
    else add('group', item)
  }
  add('having', ...presentOf(statement.having))
  add('order', ...statement.orderBy.map((item) => item.expression))
  return clauses
}

export interface Clause {
  readonly name: 'select' | 'on' | 'where' | 'window' | 'group' | 'having' | 'order'
  readonly expression: Expression
}
