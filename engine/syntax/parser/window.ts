import type { CallExpression, Expression, TimeUnit, WindowClause, WindowType } from '../ast.ts'
import { syntaxCodes } from '../codes.ts'
import type { Span } from '../span.ts'
import { describe } from './cursor.ts'
import { parsePartition } from './over.ts'
import { errorExpression, expect, reportBadToken, type ParserState } from './parser-state.ts'

interface CallHead {
  readonly name: string
  readonly nameSpan: Span
  readonly arguments: readonly Expression[]
}

const windowTypes: Readonly<Record<string, WindowType>> = {
  tumblingwindow: 'tumbling',
  hoppingwindow: 'hopping',
  slidingwindow: 'sliding',
  sessionwindow: 'session',
  countwindow: 'count',
  statewindow: 'state',
}

export function isWindowName(name: string): boolean {
  return Object.hasOwn(windowTypes, name.toLowerCase())
}

/** After a window's arguments: their check, `FILTER(WHERE ...)`, then `OVER([WHEN ...] [PARTITION BY ...])`. */
export function parseWindowTail(state: ParserState, head: CallHead, start: number): CallExpression {
  const { cursor } = state
  const type = windowTypes[head.name.toLowerCase()] ?? 'tumbling'
  checkArguments(state, type, head, cursor.spanFrom(start))
  const filter = parseFilter(state)
  const over = parseWindowOver(state)
  const span = cursor.spanFrom(start)
  const call: CallExpression = {
    kind: 'call',
    ...head,
    ...(filter === undefined ? {} : { filter }),
    ...(over === undefined ? {} : { over }),
    span,
  }
  state.windows.set(call, toClause(type, call))
  return call
}

function toClause(type: WindowType, call: CallExpression): WindowClause {
  const [first] = call.arguments
  const unit: TimeUnit | undefined = first?.kind === 'time-unit' ? first.unit : undefined
  const integers = call.arguments.filter((argument) => argument.kind === 'integer')
  return {
    kind: 'window',
    type,
    ...(unit === undefined ? {} : { unit }),
    sizes: integers.map((integer) => integer.value),
    conditions: type === 'state' ? call.arguments : [],
    ...(call.filter === undefined ? {} : { filter: call.filter }),
    ...(call.over?.when === undefined ? {} : { when: call.over.when }),
    partitionBy: call.over?.partitionBy ?? [],
    span: call.span,
  }
}

function parseFilter(state: ParserState): Expression | undefined {
  const { cursor } = state
  if (cursor.accept('FILTER') === undefined) return undefined
  const code = syntaxCodes.filterShape
  if (!expect(state, '(', '`(` after FILTER', code)) return errorExpression(cursor.peek().span)
  expect(state, 'WHERE', 'WHERE after FILTER(', code)
  const filter = state.expression()
  expect(state, ')', '`)` after the condition of FILTER', code)
  return filter
}

function parseWindowOver(state: ParserState): CallExpression['over'] {
  const { cursor } = state
  const over = cursor.accept('OVER')
  if (over === undefined) return undefined
  const code = syntaxCodes.overShape
  if (!expect(state, '(', '`(` after OVER', code)) return undefined
  const when = cursor.accept('WHEN') === undefined ? undefined : state.expression()
  const partitionBy = parsePartition(state)
  if (cursor.accept(')') === undefined) {
    const found = describe(cursor, cursor.peek())
    reportBadToken(cursor, `expected \`)\` after OVER, found ${found}`, {
      code,
      hint: 'The form for windows is OVER (WHEN condition PARTITION BY a, b), in this order.',
    })
    cursor.skipTo((token) => token.kind === ')')
    cursor.accept(')')
  }
  const base = { partitionBy, orderBy: [], span: cursor.spanFrom(over.span.start) }
  return when === undefined ? base : { ...base, when }
}

// ---- arguments ----------------------------------------------------------------------------------

const timeWindowForms: Readonly<
  Record<string, { readonly counts: readonly number[]; readonly form: string }>
> = {
  tumbling: { counts: [2], form: 'TUMBLINGWINDOW(unit, length)' },
  hopping: { counts: [3], form: 'HOPPINGWINDOW(unit, length, hop)' },
  sliding: { counts: [2, 3], form: 'SLIDINGWINDOW(unit, length[, delay])' },
  session: { counts: [3], form: 'SESSIONWINDOW(unit, maximum, timeout)' },
}

function checkArguments(state: ParserState, type: WindowType, head: CallHead, span: Span): void {
  const args = head.arguments
  const report = (message: string, at: Span, hint: string): void => {
    state.cursor.report(syntaxCodes.windowArguments, message, at, { hint })
  }
  if (type === 'count') return checkCountArguments(args, span, report)
  if (type === 'state') {
    if (args.length !== 1 && args.length !== 2) {
      report(
        `STATEWINDOW takes 1 or 2 conditions, found ${args.length}`,
        span,
        'STATEWINDOW(begin, emit)',
      )
    }
    return
  }
  const { counts, form } = timeWindowForms[type] ?? { counts: [], form: '' }
  if (!counts.includes(args.length)) {
    report(`${head.name} takes ${counts.join(' or ')} arguments, found ${args.length}`, span, form)
    return
  }
  const [unit, ...sizes] = args
  if (unit !== undefined && unit.kind !== 'time-unit') {
    report(
      'the first argument must be a time unit: dd, hh, mi, ss or ms, without quotes',
      unit.span,
      form,
    )
  }
  const wrong = sizes.find((size) => size.kind !== 'integer')
  if (wrong !== undefined) report('a window size must be an integer literal', wrong.span, form)
}

function checkCountArguments(
  args: readonly Expression[],
  span: Span,
  report: (message: string, at: Span, hint: string) => void,
): void {
  const form = 'COUNTWINDOW(count[, hop])'
  const [count, hop] = args
  if (count === undefined || args.length > 2) {
    report(`COUNTWINDOW takes 1 or 2 arguments, found ${args.length}`, span, form)
  } else if (count.kind !== 'integer' || (hop !== undefined && hop.kind !== 'integer')) {
    const wrong = count.kind !== 'integer' ? count : (hop ?? count)
    report('COUNTWINDOW takes integer literals', wrong.span, form)
  } else if (hop === undefined) {
    if (count.value <= 0n)
      report(`the count must be above 0, found ${count.value}`, count.span, form)
  } else if (count.value < hop.value) {
    report(`the hop ${hop.value} must not be above the count ${count.value}`, hop.span, form)
  }
}
