import { createFunctionCatalog } from '#engine'
import type { CallExpression, Expression } from '#engine'

/** eKuiper's numbers of its tokens, as they stand in the syntax tree that it sends. */
const operators: Readonly<Record<string, number>> = {
  '+': 12, '-': 13, '*': 14, '/': 15, '%': 16, '&': 17, '|': 18, '^': 19, AND: 20, OR: 21, '=': 22,
  '!=': 23, '<': 24, '<=': 25, '>': 26, '>=': 27, REPLACE: 37, EXCEPT: 38,
} // prettier-ignore
const token = {
  subset: 28,
  arrow: 29,
  in: 30,
  notIn: 32,
  between: 33,
  notBetween: 34,
  like: 35,
  notLike: 36,
  asterisk: 40,
}

const builtin = createFunctionCatalog()

/** The arguments of a call as eKuiper hands them to `Validate`: JSON of its own syntax tree. */
export function argumentsJson(args: readonly Expression[]): string {
  const calls = { count: 0 }
  return `[${args.map((argument) => toJson(argument, calls)).join(',')}]`
}

/** Calls are numbered when they end. */
interface Calls {
  count: number
}

function toJson(expression: Expression, calls: Calls): string {
  const inner = (part: Expression | undefined): string =>
    part === undefined ? 'null' : toJson(part, calls)
  switch (expression.kind) {
    case 'integer':
      return `{"Val":${expression.value.toString()}}`
    case 'float':
    case 'string':
    case 'boolean':
      return `{"Val":${JSON.stringify(expression.value)}}`
    case 'time-unit':
      return `{"Val":${JSON.stringify(expression.unit.toUpperCase())}}`
    case 'column':
      return column(expression.name, expression.qualifier?.name)
    case 'wildcard':
      return `{"Token":${String(token.asterisk)},"Replace":null,"Except":null}`
    case 'parenthesized':
      return `{"Expr":${inner(expression.expression)}}`
    case 'call':
      return call(expression, calls)
    case 'binary':
      return binary(
        operators[expression.operator] ?? 0,
        inner(expression.left),
        inner(expression.right),
      )
    case 'arrow': {
      const { member } = expression
      const right =
        member.kind === 'column' ? `{"Name":${JSON.stringify(member.name)}}` : inner(member)
      return binary(token.arrow, inner(expression.left), right)
    }
    case 'index':
      return binary(token.subset, inner(expression.left), `{"Index":${inner(expression.index)}}`)
    case 'slice': {
      const range = `{"Start":${inner(expression.from)},"End":${inner(expression.to)}}`
      return binary(token.subset, inner(expression.left), range)
    }
    case 'in': {
      const { right, isNegated } = expression
      const list = right.kind === 'list' ? listJson(right.items, calls) : 'null'
      const set = `{"LiteralExprs":${list},"ArrayExpr":${right.kind === 'list' ? 'null' : inner(right)}}`
      return binary(isNegated ? token.notIn : token.in, inner(expression.left), set)
    }
    case 'between': {
      const range = `{"Lower":${inner(expression.low)},"Higher":${inner(expression.high)}}`
      const operator = expression.isNegated ? token.notBetween : token.between
      return binary(operator, inner(expression.operand), range)
    }
    case 'like': {
      const pattern = `{"Expr":${inner(expression.pattern)},"Pattern":null}`
      const operator = expression.isNegated ? token.notLike : token.like
      return binary(operator, inner(expression.operand), pattern)
    }
    case 'case': {
      const branches = expression.branches.map(
        ({ when, then }) => `{"Expr":${inner(when)},"Result":${inner(then)}}`,
      )
      return `{"Value":${inner(expression.value)},"WhenClauses":[${branches.join(',')}],"ElseClause":${inner(expression.otherwise)}}`
    }
    case 'list':
      return `{"LiteralExprs":${listJson(expression.items, calls)},"ArrayExpr":null}`
    case 'error':
      return 'null'
  }
}

function listJson(items: readonly Expression[], calls: Calls): string {
  return `[${items.map((item) => toJson(item, calls)).join(',')}]`
}

function binary(operator: number, left: string, right: string): string {
  return `{"OP":${String(operator)},"LHS":${left},"RHS":${right}}`
}

/** A name without a stream in front has eKuiper's name for that. */
function column(name: string, stream = '$$default'): string {
  return `{"StreamName":${JSON.stringify(stream)},"Name":${JSON.stringify(name)},"HasIndex":false,"SourceIndex":0,"Index":0}`
}

function call({ name, arguments: args }: CallExpression, calls: Calls): string {
  const list = listJson(args, calls)
  const number = calls.count
  calls.count += 1
  return (
    `{"Name":${JSON.stringify(name)},"FuncId":${String(number)},"FuncType":${String(functionType(name))},` +
    `"Args":${list},"CachedField":"","CacheIndex":0,"Cached":false,"Partition":null,"WhenExpr":null,"SortFields":null}`
  )
}

function functionType(name: string): number {
  switch (builtin.find(name)?.kind) {
    case 'aggregate':
      return 1
    case 'multi-column':
      return 2
    case 'multi-row':
      return 3
    default:
      return 0
  }
}
