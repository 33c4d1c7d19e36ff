import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { crash, crashCodes, visitAll, type CrashCheck } from './crash.ts'

const rangeFunctions: ReadonlySet<string> = new Set([
  'window_start',
  'window_end',
  'window_trigger',
])
const incrementalFunctions: ReadonlySet<string> = new Set([
  'count',
  'avg',
  'max',
  'min',
  'sum',
  'merge_agg',
  'collect',
  'last_value',
])

/** Windows on which eKuiper stops under some options. Sizes of zero are the planner's to refuse. */
export const checkWindows: CrashCheck = (context, options) => {
  const { window, statement } = context
  if (window === undefined) return []
  const isEventTime = context.options.isEventTime === true
  const found: Diagnostic[] = []
  if (context.options.useSliceTuple === true) {
    const message = 'a window is not possible with the option experiment.useSliceTuple'
    found.push(crash(crashCodes.sliceTupleWindow, message, window.span))
  }
  const isDelayed = window.type === 'sliding' && (window.sizes[1] ?? 0n) > 0n
  const isOtherKind =
    options.isSecondVersion === true ||
    options.isSentTwice === true ||
    options.isIncremental === true
  if (isEventTime && isDelayed && !isOtherKind) {
    visitAll(context, (node) => {
      if (node.kind !== 'call' || !rangeFunctions.has(context.calls.get(node)?.name ?? '')) return
      const message = `${node.name} is not possible with a delayed sliding window in event time`
      found.push(crash(crashCodes.windowRange, message, node.span))
    })
  }
  const isCount = window.type === 'count' && window.sizes.length === 1
  if (isEventTime && isCount && options.isIncremental === true && statement.joins.length === 0) {
    const aggregates = [...context.calls.values()].filter(({ kind }) => kind === 'aggregate')
    if (aggregates.length > 0 && aggregates.every(({ name }) => incrementalFunctions.has(name))) {
      const message = 'an incremental count window is not possible in event time'
      found.push(crash(crashCodes.incrementalCount, message, window.span))
    }
  }
  return found
}

/** A scan table that is to keep a negative number of rows. */
export const checkRetainSize: CrashCheck = ({ statement, sources }) =>
  sources.flatMap(({ name, definition }, index) => {
    const isScan = definition.sourceKind === 'table' && definition.tableKind !== 'lookup'
    if (!isScan || definition.retainSize >= 0 || statement.joins.length === 0) return []
    const table =
      index === 0 ? statement.from : (statement.joins[index - 1]?.table ?? statement.from)
    const message = `the table ${name} has a negative RETAIN_SIZE`
    return [crash(crashCodes.retainSize, message, table.nameSpan)]
  })
