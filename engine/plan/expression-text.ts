import { assertNever } from '../base/assert.ts'
import type { BoundSelect, ColumnBinding } from '../binder/bound.ts'
import type { CallExpression, CaseExpression, ColumnReference, Expression } from '../syntax/ast.ts'
import { formatFloat } from '../types/float-text.ts'

/** Prints expressions as eKuiper does in its plans and error texts, such as `binaryExpr:{ s.a + 1 }`. */
export function printPlanExpression(expression: Expression, bound: BoundSelect): string {
  const print = (inner: Expression): string => printPlanExpression(inner, bound)
  switch (expression.kind) {
    case 'integer':
      return String(expression.value)
    case 'float':
      return formatFloat(expression.value)
    case 'string':
      return expression.value
    case 'boolean':
      return String(expression.value)
    case 'time-unit':
      return expression.unit.toUpperCase()
    case 'column':
      return printColumn(expression, bound)
    case 'wildcard':
      return '*'
    case 'binary':
      return `binaryExpr:{ ${print(expression.left)} ${expression.operator} ${print(expression.right)} }`
    case 'in':
      return binary(
        print(expression.left),
        not(expression, 'IN'),
        printSet(expression.right, print),
      )
    case 'between': {
      // Precedence made one operand of both ends.
      if (expression.low === expression.high) {
        return binary(print(expression.operand), not(expression, 'BETWEEN'), print(expression.low))
      }
      const range = `betweenExpr:{ ${print(expression.low)}, ${print(expression.high)} }`
      return binary(print(expression.operand), not(expression, 'BETWEEN'), range)
    }
    case 'like':
      return binary(
        print(expression.operand),
        not(expression, 'LIKE'),
        printPattern(expression.pattern, print),
      )
    case 'case':
      return printCase(expression, print)
    case 'call':
      return printCall(expression, bound, print)
    case 'arrow':
      return `binaryExpr:{ ${print(expression.left)} -> ${printMember(expression.member, print)} }`
    case 'index':
      return `binaryExpr:{ ${print(expression.left)}[${print(expression.index)}] }`
    case 'slice': {
      const from = expression.from === undefined ? '0' : print(expression.from)
      const to = expression.to === undefined ? '-2147483648' : print(expression.to)
      return `binaryExpr:{ ${print(expression.left)}[ColonExpr:{ start:{ ${from} }, end:{ ${to} } }] }`
    }
    case 'list':
      return `betweenExpr:{ ${expression.items.map(print).join(', ')} }`
    case 'parenthesized':
      return `parenExpr:{ ${print(expression.expression)} }`
    case 'error':
      return '?'
    default:
      return assertNever(expression)
  }
}

type Print = (expression: Expression) => string

function binary(left: string, operator: string, right: string): string {
  return `binaryExpr:{ ${left} ${operator} ${right} }`
}

function not(expression: { readonly isNegated: boolean }, operator: string): string {
  return expression.isNegated ? `NOT ${operator}` : operator
}

function printSet(right: Expression, print: Print): string {
  if (right.kind === 'list') {
    return `valueSetExpr:{ literalExprs:[${right.items.map(print).join(', ')}] }`
  }
  return print(right)
}

function printPattern(pattern: Expression, print: Print): string {
  if (pattern.kind !== 'string') return print(pattern)
  const text = pattern.value.replace(/%/g, '.*').replace(/_/g, '.')
  return `likePattern:^${text}$`
}

function printMember(member: Expression, print: Print): string {
  return member.kind === 'column' ? `jsonFieldName:${member.name}` : print(member)
}

function printCase(expression: CaseExpression, print: Print): string {
  const value = expression.value === undefined ? '' : `value:{ ${print(expression.value)} }, `
  const branches = expression.branches.map((branch) => `{ whenClause:{ ${print(branch.when)} } }`)
  return `caseExprValue:{ ${value}whenClauses:[${branches.join(', ')}] }`
}

function printCall(call: CallExpression, bound: BoundSelect, print: Print): string {
  const name = call.name.toLowerCase()
  if (call.arguments.length === 0) return `Call:{ name:${name} }`
  const args = call.arguments.map((argument) => {
    if (name === 'meta' || name === 'mqtt') return printMetadata(argument, print)
    return name === 'changed_cols' ? printColumnArgument(argument, print) : print(argument)
  })
  const over = call.over === undefined ? '' : printOver(call.over, bound)
  return `Call:{ name:${name}, args:[${args.join(', ')}]${over} }`
}

function printOver(over: NonNullable<CallExpression['over']>, bound: BoundSelect): string {
  const print = (inner: Expression): string => printPlanExpression(inner, bound)
  const partition =
    over.partitionBy.length === 0 ? '' : `, partition:[${over.partitionBy.map(print).join(', ')}]`
  return over.when === undefined ? partition : `${partition}, when:{ ${print(over.when)} }`
}

function printMetadata(argument: Expression, print: Print): string {
  if (argument.kind !== 'column') return print(argument)
  const stream = argument.qualifier?.name ?? '$$default'
  return `metaRef:{ streamName:${stream}, fieldName:${argument.name} }`
}

function printColumnArgument(argument: Expression, print: Print): string {
  if (argument.kind === 'column') {
    return `colFuncField:{ name: ${argument.name}, expr:{ ${print(argument)} } }`
  }
  if (argument.kind === 'call') {
    return `colFuncField:{ name: ${argument.name.toLowerCase()}, expr:{ ${print(argument)} } }`
  }
  return `colFuncField:{ expr:{ ${print(argument)} } }`
}

function printColumn(column: ColumnReference, bound: BoundSelect): string {
  const binding = bound.columns.get(column)
  if (binding?.kind === 'member') {
    return `binaryExpr:{ ${printBase(binding.base, bound)} -> jsonFieldName:${binding.name} }`
  }
  if (binding?.kind === 'column') return `${sourceName(bound, binding.source)}.${binding.name}`
  return `${column.qualifier?.name ?? '$$default'}.${column.name}`
}

function printBase(base: ColumnBinding, bound: BoundSelect): string {
  switch (base.kind) {
    case 'column':
      return `${sourceName(bound, base.source)}.${base.name}`
    case 'any-source':
      return `$$default.${base.name}`
    case 'alias':
      return `$$default.${bound.fields[base.field]?.name ?? ''}`
    case 'member':
      return `binaryExpr:{ ${printBase(base.base, bound)} -> jsonFieldName:${base.name} }`
    case 'nothing':
      return '$$default'
    default:
      return assertNever(base)
  }
}

function sourceName(bound: BoundSelect, source: number): string {
  return bound.sources[source]?.name ?? ''
}
