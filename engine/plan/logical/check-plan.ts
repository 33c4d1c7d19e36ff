import type { BoundSelect, BoundSource } from '../../binder/bound.ts'
import type { WindowClause } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import type { PlanOptions } from '../plan-options.ts'
import { planProblem } from '../plan-problem.ts'

/** What eKuiper's planner refuses of a statement that is well formed and bound. */
export function checkPlan(bound: BoundSelect, options: PlanOptions): readonly Diagnostic[] {
  return [
    ...checkMeta(bound, options),
    ...(options.isEventTime
      ? bound.sources.flatMap((source) => checkTimestamp(bound, source))
      : []),
    ...checkJoins(bound),
    ...(bound.window === undefined ? [] : checkWindow(bound, bound.window, options)),
  ]
}

function checkMeta(bound: BoundSelect, options: PlanOptions): readonly Diagnostic[] {
  if (!options.sendsMeta) return []
  if (bound.sources.length < 2 && bound.statement.groupBy.length === 0) return []
  return [
    planProblem(
      'SQL3001',
      'Invalid option sendMetaToSink, it can not be applied to window',
      bound.statement.span,
      'Switch sendMetaToSink off, or select what is needed with meta().',
    ),
  ]
}

function checkTimestamp(bound: BoundSelect, source: BoundSource): readonly Diagnostic[] {
  const { timestampColumn, columns, tableKind, sourceKind } = source.definition
  if (sourceKind === 'table' && tableKind === 'lookup') return []
  const span = bound.statement.from.nameSpan
  if (timestampColumn === undefined || timestampColumn === '') {
    return [
      planProblem(
        'SQL3002',
        'preprocessor is set to be event time but stream option TIMESTAMP not found',
        span,
        `Add TIMESTAMP="column" to the WITH of ${source.name}.`,
      ),
    ]
  }
  if (columns === undefined || columns.some((column) => column.name.name === timestampColumn)) {
    return []
  }
  return [
    planProblem(
      'SQL3002',
      `timestamp field ${timestampColumn} not found`,
      span,
      `Declare ${timestampColumn} as a column of ${source.name}.`,
    ),
  ]
}

function checkJoins(bound: BoundSelect): readonly Diagnostic[] {
  const { statement, sources, window } = bound
  const hasTable = sources.some(({ definition }) => definition.sourceKind === 'table')
  if (statement.joins.length === 0 || hasTable || window !== undefined) return []
  return [
    planProblem(
      'SQL3003',
      'a time window or count window is required to join multiple streams',
      statement.joins[0]?.span ?? statement.span,
      'Add a window such as GROUP BY TUMBLINGWINDOW(ss, 10).',
    ),
  ]
}

const ekuiperNames: Readonly<Record<WindowClause['type'], string>> = {
  tumbling: 'TUMBLING_WINDOW',
  hopping: 'HOPPING_WINDOW',
  sliding: 'SLIDING_WINDOW',
  session: 'SESSION_WINDOW',
  count: 'COUNT_WINDOW',
  state: 'STATE_WINDOW',
}

function checkWindow(
  bound: BoundSelect,
  window: WindowClause,
  options: PlanOptions,
): readonly Diagnostic[] {
  const { span } = window
  if (bound.sources.every(({ definition }) => definition.sourceKind === 'table')) {
    return [planProblem('SQL3004', 'cannot run window for TABLE sources', span, undefined)]
  }
  if (window.type === 'count' && options.isEventTime) {
    const hint = 'Count windows know no event time; switch isEventTime off.'
    return [planProblem('SQL3005', 'unsupported window type 5', span, hint)]
  }
  const hasSecondVersion = window.type === 'sliding' || window.type === 'state'
  if (options.isSecondVersion && !hasSecondVersion) {
    const message = `unsupported window type:${ekuiperNames[window.type]}`
    return [planProblem('SQL3005', message, span, 'Window version v2 has sliding windows only.')]
  }
  return checkSizes(window)
}

/** Sizes eKuiper divides by: it stops at the first row. */
function checkSizes(window: WindowClause): readonly Diagnostic[] {
  const [length = 1n, second] = window.sizes
  const divisor =
    window.type === 'hopping'
      ? (second ?? 1n)
      : window.type === 'tumbling' || window.type === 'session'
        ? length
        : window.type === 'count' && length === 0n
          ? 0n
          : 1n
  if (divisor > 0n) return []
  return [
    planProblem(
      'SQL3007',
      `a ${window.type} window of ${String(divisor)} never ends: eKuiper stops with a division by zero`,
      window.span,
      'Give a size of at least 1.',
    ),
  ]
}
