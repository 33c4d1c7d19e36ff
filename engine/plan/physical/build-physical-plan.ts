import { assertNever, invariant } from '../../base/assert.ts'
import type { BoundSelect } from '../../binder/bound.ts'
import type { Expression } from '../../syntax/ast.ts'
import { callsOf, canonicalSource, mentionsOf } from '../logical/bound-queries.ts'
import type {
  DedupTriggerNode,
  JoinNode,
  LogicalPlan,
  LookupNode,
  PlannedJoin,
  SourceColumns,
  WindowNode,
} from '../logical/logical-plan.ts'
import { sortKeyName } from '../rules/column-pruner.ts'
import { ExpressionTable } from './expression-table.ts'
import type {
  PhysicalJoin,
  PhysicalOperator,
  PhysicalPlan,
  PhysicalSource,
  SlotLayout,
} from './physical-plan.ts'
import { needsRecord, readAliases, readColumns } from './read-columns.ts'
import { aggregateCalls, keepsRunningAggregates } from './window-content.ts'

/** A physical plan and the trees behind its expression numbers. */
export interface PlannedRule {
  readonly bound: BoundSelect
  readonly plan: PhysicalPlan
  readonly expressions: readonly Expression[]
}

const everything: SourceColumns = { columns: 'all', paths: [] }

export function buildPhysicalPlan(bound: BoundSelect, logical: LogicalPlan): PlannedRule {
  const table = new ExpressionTable(bound)
  const builder = new PhysicalBuilder(bound, table)
  builder.visit(logical, [])
  const plan: PhysicalPlan = {
    sources: builder.sources(),
    layout: layoutOf(bound, table, builder),
    operators: builder.operators,
  }
  return { bound, plan, expressions: table.expressions }
}

class PhysicalBuilder {
  readonly operators: PhysicalOperator[] = []
  private readonly bound: BoundSelect
  private readonly table: ExpressionTable
  private readonly needed = new Map<number, SourceColumns>()
  private readonly filters = new Map<number, Expression>()
  private hasLimit = false

  constructor(bound: BoundSelect, table: ExpressionTable) {
    this.bound = bound
    this.table = table
  }

  /** Inputs first: operators stand in the order rows pass them. */
  visit(node: LogicalPlan, above: readonly LogicalPlan[]): void {
    const [input] = node.inputs
    if (node.kind === 'filter' && input?.kind === 'source') {
      this.filters.set(input.source, node.condition)
    }
    for (const child of node.inputs) this.visit(child, [node, ...above])
    if (node.kind === 'source') {
      this.needed.set(node.source, node.needed ?? everything)
      return
    }
    if (node.kind === 'filter' && input?.kind === 'source') return
    this.operators.push(this.operatorOf(node, above))
  }

  private operatorOf(
    node: Exclude<LogicalPlan, { kind: 'source' }>,
    above: readonly LogicalPlan[],
  ): PhysicalOperator {
    const { table } = this
    switch (node.kind) {
      case 'watermark':
        return { kind: 'watermark', toleranceMs: node.toleranceMs }
      case 'analytic':
      case 'where-aggregate':
      case 'row-number':
        return { kind: node.kind, calls: table.addAll(node.calls) }
      case 'filter':
      case 'having':
        return { kind: node.kind, condition: table.add(node.condition) }
      case 'window':
        return this.windowOf(node, above)
      case 'table':
        return { kind: 'tables', sources: tableSources(node.inputs) }
      case 'join':
        return { kind: 'join', steps: this.joinSteps(node) }
      case 'lookup':
        return this.lookupOf(node)
      case 'group':
        return { kind: 'group', dimensions: table.addAll(node.dimensions) }
      case 'order':
        return { kind: 'order', keys: this.sortKeys(node.items) }
      case 'dedup-trigger':
        return this.dedupTriggerOf(node)
      case 'project': {
        this.hasLimit ||= node.limit !== undefined
        const { isAggregate, limit, sendsNull } = node
        return { kind: 'project', isAggregate, limit, sendsNull }
      }
      case 'explode':
        return {
          kind: 'explode',
          field: node.field,
          function: node.call.name.toLowerCase() === 'extract' ? 'extract' : 'unnest',
          limit: node.limit,
          isWhole: this.bound.isAggregate && this.bound.dimensions.length === 0,
        }
      default:
        return assertNever(node)
    }
  }

  /** Keys that begin with the same name share one value, the last one's. */
  private sortKeys(
    items: Extract<LogicalPlan, { kind: 'order' }>['items'],
  ): Extract<PhysicalOperator, { kind: 'order' }>['keys'] {
    const byName = new Map(items.map((item) => [sortKeyName(item.expression), item.expression]))
    return items.map((item) => ({
      expression: this.table.add(byName.get(sortKeyName(item.expression)) ?? item.expression),
      isDescending: item.isDescending,
    }))
  }

  private windowOf(node: WindowNode, above: readonly LogicalPlan[]): PhysicalOperator {
    const { table, bound } = this
    const { window } = node
    const isIncremental = node.aggregates.length > 0
    const isRunning = keepsRunningAggregates(bound, node, above)
    const dimensions = isIncremental || isRunning ? bound.dimensions : []
    const aggregates = isIncremental ? node.aggregates : isRunning ? aggregateCalls(bound) : []
    return {
      kind: 'window',
      type: window.type,
      unit: window.unit,
      sizes: window.sizes.map(Number),
      isEventTime: node.isEventTime,
      isSecondVersion: node.isSecondVersion,
      isSentTwice: node.isSentTwice,
      filter: table.addOptional(node.condition),
      when: table.addOptional(window.when),
      conditions: table.addAll(window.conditions),
      partitionBy: table.addAll(window.partitionBy),
      content: isIncremental ? 'incremental' : isRunning ? 'running-aggregates' : 'rows',
      dimensions: table.addAll(dimensions),
      aggregates: table.addAll(aggregates),
    }
  }

  private dedupTriggerOf({ call }: DedupTriggerNode): PhysicalOperator {
    const [start, end, now, expire] = call.arguments
    invariant(
      start !== undefined && end !== undefined && now !== undefined && expire?.kind === 'integer',
      'the binder checks the arguments of dedup_trigger',
    )
    return {
      kind: 'dedup-trigger',
      call: this.table.add(call),
      columns: {
        start: this.table.add(start),
        end: this.table.add(end),
        now: this.table.add(now),
      },
      expireMs: expire.value,
    }
  }

  private lookupOf(node: LookupNode): PhysicalOperator {
    return {
      kind: 'lookup',
      source: node.source,
      type: node.type,
      keys: node.keys.map(({ column, value }) => ({ column, value: this.table.add(value) })),
      rest: this.table.addOptional(node.rest),
    }
  }

  private joinSteps(node: JoinNode): readonly PhysicalJoin[] {
    return node.joins.map((join, i): PhysicalJoin => {
      const sides = i === 0 ? this.firstSides(join) : { left: undefined, right: join.right }
      return {
        type: join.type,
        ...sides,
        on: this.table.addOptional(join.on),
        equality: this.equalityOf(join.on, sides),
      }
    })
  }

  /**
   * The first join takes its sides from the order in which ON names the streams. Where it names one only, the
   * stream of FROM is the other side, even when that is the same one.
   */
  private firstSides(join: PlannedJoin): { left: number; right: number } {
    const sources = join.on === undefined ? [] : mentionsOf(this.bound, join.on).sources
    const [first, second] = sources
    if (first === undefined) return { left: 0, right: canonicalSource(this.bound, join.right) }
    return { left: first, right: second ?? 0 }
  }

  private equalityOf(
    on: Expression | undefined,
    sides: { readonly left: number | undefined; readonly right: number },
  ): PhysicalJoin['equality'] {
    if (on?.kind !== 'binary' || on.operator !== '=') return undefined
    const left = mentionsOf(this.bound, on.left)
    const right = mentionsOf(this.bound, on.right)
    if (left.hasUnqualified || right.hasUnqualified) return undefined
    const isOf = (mentions: readonly number[], isRight: boolean): boolean =>
      mentions.length === 1 && (mentions[0] === sides.right) === isRight
    const { table } = this
    if (sides.left === sides.right) return undefined
    if (isOf(left.sources, false) && isOf(right.sources, true)) {
      return { left: table.add(on.left), right: table.add(on.right) }
    }
    if (isOf(left.sources, true) && isOf(right.sources, false)) {
      return { left: table.add(on.right), right: table.add(on.left) }
    }
    return undefined
  }

  sources(): readonly PhysicalSource[] {
    const isIncremental = this.operators.some(
      (operator) => operator.kind === 'window' && operator.content === 'incremental',
    )
    const needsFields = needsRecord(this.bound, isIncremental) || this.hasLimit
    return this.bound.sources.map(({ name, definition }, source): PhysicalSource => {
      const isTable = definition.sourceKind === 'table'
      const isLookup = isTable && definition.tableKind === 'lookup'
      const filter = this.filters.get(source)
      return {
        source,
        name,
        role: isLookup ? 'lookup-table' : isTable ? 'scan-table' : 'stream',
        needed: this.needed.get(source) ?? everything,
        columns: readColumns(this.bound, canonicalSource(this.bound, source)),
        needsFields,
        filter: this.table.addOptional(filter),
      }
    })
  }
}

function tableSources(inputs: readonly LogicalPlan[]): readonly number[] {
  return inputs.flatMap((input) => (input.kind === 'source' && input.isTable ? [input.source] : []))
}

function layoutOf(
  bound: BoundSelect,
  table: ExpressionTable,
  builder: PhysicalBuilder,
): SlotLayout {
  const { statement } = bound
  const analytic = builder.operators.flatMap((operator) =>
    operator.kind === 'analytic' ? operator.calls : [],
  )
  const rowNumbers = builder.operators.flatMap((operator) =>
    operator.kind === 'row-number' ? operator.calls : [],
  )
  const triggers = builder.operators.flatMap((operator) =>
    operator.kind === 'dedup-trigger' ? [operator.call] : [],
  )
  const inWhere = callsOf(bound, statement.where, (definition) => definition.kind === 'aggregate')
  return {
    analytic,
    aliases: readAliases(bound),
    rowNumbers,
    triggers,
    aggregates: table.addAll([...aggregateCalls(bound), ...inWhere]),
  }
}
