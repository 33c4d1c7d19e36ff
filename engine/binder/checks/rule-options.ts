import type { Diagnostic } from '../../syntax/diagnostic.ts'
import type { Check, CheckContext } from '../check-context.ts'
import { binderCodes } from '../codes.ts'
import { problem } from '../problem.ts'

/** TEMP streams are for temporary rules; shared streams drop rows when a rule is too slow. */
export const checkStreamOptions: Check = ({ statement, sources, options }) => {
  const tables = [statement.from, ...statement.joins.map((join) => join.table)]
  return sources.flatMap(({ name, definition }, index) => {
    const span = tables[index]?.nameSpan ?? statement.span
    const diagnostics: Diagnostic[] = []
    if (definition.isTemporary && options.isTemporary !== true) {
      const message = `the stream ${name} is temporary and only usable by temporary rules`
      diagnostics.push(
        problem(binderCodes.temporaryStream, message, span, {
          hint: 'Remove TEMP from its options.',
        }),
      )
    }
    if (definition.isShared && options.disableBufferFullDiscard === true) {
      const message = `disableBufferFullDiscard is not possible with the shared stream ${name}`
      diagnostics.push(problem(binderCodes.sharedWithoutDiscard, message, span))
    }
    return diagnostics
  })
}

/** What eKuiper's experimental slice tuples cannot do. */
export const checkSliceTuple: Check = (context) => {
  if (context.options.useSliceTuple !== true) return []
  return sliceTupleProblems(context).map(([what, span]) =>
    problem(
      binderCodes.sliceTupleLimit,
      `${what} is not possible with the option experiment.useSliceTuple`,
      span,
    ),
  )
}

function sliceTupleProblems(context: CheckContext): (readonly [string, Diagnostic['span']])[] {
  const { statement, sources, options, calls, fields } = context
  const problems: (readonly [string, Diagnostic['span']])[] = []
  const [join] = statement.joins
  const [order] = statement.orderBy
  if (options.isEventTime === true) problems.push(['event time', statement.span])
  if (
    sources.some(
      ({ definition }) => definition.tableKind === 'lookup' && definition.sourceKind === 'table',
    )
  ) {
    problems.push(['a lookup table', statement.span])
  }
  if (join !== undefined) problems.push(['a join', join.span])
  if (statement.having !== undefined) problems.push(['HAVING', statement.having.span])
  if (order !== undefined) problems.push(['ORDER BY', order.span])
  for (const { field } of fields) {
    const definition = field.expression.kind === 'call' ? calls.get(field.expression) : undefined
    if (definition?.kind === 'multi-row' || definition?.name === 'extract') {
      problems.push([definition.name, field.span])
    }
  }
  return problems
}
