import { EvaluationError } from '../functions/definition.ts'
import type {
  ArrowExpression,
  ColumnReference,
  Expression,
  IndexExpression,
  SliceExpression,
} from '../syntax/ast.ts'
import { isBytes, isList, isRecord, toGoText, describeValue, goTypeName } from '../types/go-text.ts'
import type { Value } from '../types/value.ts'
import type { Row } from '../runtime/row.ts'
import type { Operand } from './operators.ts'
import type { Compile, Evaluate, ExpressionScope } from './scope.ts'

/** `a.b`, `a->b`, `a[i]`, `a[from:to]`. */

/** What eKuiper shows for an end that is not there. */
const OPEN_END = -2147483648

export function compileColumn(reference: ColumnReference, scope: ExpressionScope): Evaluate {
  const column = scope.column(reference)
  const { qualifier, name } = reference
  if (qualifier === undefined || scope.isStream(qualifier.name)) return column
  return takeMember(column, name, scope)
}

export function compileArrow(
  expression: ArrowExpression,
  scope: ExpressionScope,
  compile: Compile,
): Evaluate {
  const left = compile(expression.left, scope)
  const { member } = expression
  if (member.kind === 'column' && member.qualifier === undefined) {
    return takeMember(left, member.name, scope)
  }
  return (row) => {
    const value = left(row)
    if (value === null || value === undefined) return null
    throw new EvaluationError('the right expression is not a field reference node')
  }
}

function takeMember(left: Evaluate, name: string, scope: ExpressionScope): Evaluate {
  const topLevel = scope.decodedColumn?.(name)
  return (row) => {
    const value = left(row)
    if (value === null || value === undefined) return null
    if (isRecord(value)) return value[name]
    if (isList(value) || isBytes(value)) {
      throw new EvaluationError(
        `the result ${toGoText(value)} is not a type of map[string]interface{}`,
      )
    }
    // The name is then looked up in the row, and nothing can be done with both.
    const other = topLevel?.(row) ?? null
    if (other === null) return null
    throw new EvaluationError(
      `invalid operation ${describeValue(value)} -> ${describeValue(other)}`,
    )
  }
}

export function compileIndex(
  expression: IndexExpression,
  scope: ExpressionScope,
  compile: Compile,
): Evaluate {
  const left = compile(expression.left, scope)
  const bound = compileBound(expression.index, scope, compile)
  return (row) => {
    const value = left(row)
    const isSequence = isList(value) || isBytes(value)
    rejectObject(value)
    const index = bound(row)
    if (isSequence && index !== undefined) return takeElement(value, index)
    return withoutSequence(value, index, index)
  }
}

export function compileSlice(
  expression: SliceExpression,
  scope: ExpressionScope,
  compile: Compile,
): Evaluate {
  const { from, to } = expression
  const left = compile(expression.left, scope)
  const start = from === undefined ? () => 0 : compileBound(from, scope, compile)
  const end = to === undefined ? () => OPEN_END : compileBound(to, scope, compile)
  return (row) => {
    const value = left(row)
    rejectObject(value)
    const first = start(row)
    const last = end(row)
    if (!(isList(value) || isBytes(value)) || first === undefined || last === undefined) {
      return withoutSequence(value, first, last)
    }
    // Equal ends are an index for eKuiper, not an empty slice.
    return first === last ? takeElement(value, first) : takeSlice(value, first, last)
  }
}

type Bound = (row: Row) => number | undefined

/** A number, cut to an integer; undefined for anything else. */
function compileBound(expression: Expression, scope: ExpressionScope, compile: Compile): Bound {
  if (expression.kind === 'integer') {
    const index = Number(expression.value)
    return () => index
  }
  // A star stands for nothing here.
  if (expression.kind === 'wildcard') return () => undefined
  const evaluate = compile(expression, scope)
  return (row) => {
    const value = evaluate(row)
    if (typeof value === 'number') return Math.trunc(value)
    return typeof value === 'bigint' ? Number(value) : undefined
  }
}

function rejectObject(value: Operand): void {
  if (isRecord(value)) {
    throw new EvaluationError(`[] is an invalid operation for ${goTypeName(value)}`)
  }
}

function withoutSequence(
  value: Operand,
  from: number | undefined,
  to: number | undefined,
): Value | undefined {
  if (isList(value) || isBytes(value)) {
    throw new EvaluationError('invalid evaluation result - <nil>')
  }
  const isNull = value === null || value === undefined
  if (isNull || from === undefined || to === undefined) return null
  const bracket = `*xsql.BracketEvalResult(&{${from} ${to}})`
  throw new EvaluationError(`invalid operation ${describeValue(value)} [] ${bracket}`)
}

function takeElement(sequence: readonly Value[] | Uint8Array, index: number): Value {
  const { length } = sequence
  const at = index < 0 ? index + length : index
  if (at < 0 || at >= length) throw new EvaluationError(`out of index: ${index} of ${length}`)
  const element = sequence[at] ?? null
  return isBytes(sequence) ? BigInt(Number(element)) : element
}

function takeSlice(sequence: readonly Value[] | Uint8Array, from: number, to: number): Value {
  const { length } = sequence
  const start = resolveStart(from, length)
  const end = resolveEnd(to, length)
  if (start > end) {
    throw new EvaluationError(`start cannot be greater than end. start:${start}  end:${end}`)
  }
  return sequence.slice(start, end)
}

function resolveStart(from: number, length: number): number {
  if (from < 0) {
    if (from + length < 0) throw new EvaluationError(`out of index: ${from} of ${length}`)
    return from + length
  }
  if (from >= length) {
    throw new EvaluationError(`start value is out of index: ${from} of ${length}`)
  }
  return from
}

function resolveEnd(to: number, length: number): number {
  if (to === OPEN_END) return length
  if (to < 0) {
    if (to + length < 0) throw new EvaluationError(`out of index: ${to} of ${length}`)
    return to + length
  }
  if (to > length) throw new EvaluationError(`end value is out of index: ${to} of ${length}`)
  return to
}
