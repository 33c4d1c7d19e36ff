import { assertNever } from '../base/assert.ts'
import { bindSelect } from '../binder/bind-select.ts'
import type { BoundSelect } from '../binder/bound.ts'
import type { Catalog } from '../catalog/stream.ts'
import type { FunctionCatalog } from '../functions/index.ts'
import type { Expression } from '../syntax/ast.ts'
import type { Diagnostic } from '../syntax/diagnostic.ts'
import { parse } from '../syntax/parse.ts'
import { printPlanExpression } from './expression-text.ts'
import type { LogicalPlan } from './logical/logical-plan.ts'
import { planSelect, type SelectPlan } from './plan-select.ts'

/**
 * The plans of a SELECT as text: as written, as the optimizer left it, and the physical one with its
 * slots. A statement with errors gives their messages instead.
 */
export function explain(
  text: string,
  catalog: Catalog,
  functions: FunctionCatalog,
  options: Readonly<Record<string, unknown>> = {},
): string {
  const { statement, diagnostics } = parse(text)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) return printProblems(errors)
  if (statement?.kind !== 'select') return 'Only a SELECT statement has a plan.'
  const { bound, diagnostics: problems } = bindSelect(statement, {
    catalog,
    functions: (name) => functions.find(name),
  })
  if (bound === undefined) return printProblems(problems)
  const planned = planSelect(bound, options)
  return planned.ok ? printPlan(bound, planned.plan) : printProblems(planned.diagnostics)
}

function printProblems(problems: readonly Diagnostic[]): string {
  return problems.map(({ code, message }) => `${code}: ${message}`).join('\n')
}

function printPlan(bound: BoundSelect, plan: SelectPlan): string {
  return [
    'logical plan',
    ...printNode(bound, plan.logical, 1),
    'optimized plan',
    ...printNode(bound, plan.optimized, 1),
    'physical plan',
    ...printPhysical(plan),
  ].join('\n')
}

function printNode(bound: BoundSelect, node: LogicalPlan, depth: number): string[] {
  const line = `${'  '.repeat(depth)}${describeNode(bound, node)}`
  return [line, ...node.inputs.flatMap((input) => printNode(bound, input, depth + 1))]
}

function describeNode(bound: BoundSelect, node: LogicalPlan): string {
  const print = (expression: Expression): string => printPlanExpression(expression, bound)
  const list = (expressions: readonly Expression[]): string => expressions.map(print).join(', ')
  switch (node.kind) {
    case 'source': {
      const name = bound.sources[node.source]?.name ?? ''
      const columns = node.needed?.columns ?? 'all'
      return `source ${name} columns: ${columns === 'all' ? 'all' : `[${columns.join(', ')}]`}`
    }
    case 'filter':
    case 'having':
      return `${node.kind} ${print(node.condition)}`
    case 'watermark':
      return `watermark tolerance: ${String(node.toleranceMs)} ms`
    case 'analytic':
    case 'where-aggregate':
    case 'row-number':
      return `${node.kind} ${list(node.calls)}`
    case 'window': {
      const { type, unit, sizes } = node.window
      const size = [...(unit === undefined ? [] : [unit]), ...sizes.map(String)].join(', ')
      const condition = node.condition === undefined ? '' : ` filter: ${print(node.condition)}`
      const inside = node.aggregates.length === 0 ? '' : ` incremental: ${list(node.aggregates)}`
      return `window ${type}(${size})${condition}${inside}`
    }
    case 'table':
      return 'tables'
    case 'join':
      return `join ${node.joins
        .map(({ type, right, on }) => {
          const name = bound.sources[right]?.name ?? ''
          return `${type} ${name}${on === undefined ? '' : ` on ${print(on)}`}`
        })
        .join(', ')}`
    case 'lookup': {
      const keys = node.keys.map(({ column, value }) => `${column} = ${print(value)}`)
      const rest = node.rest === undefined ? '' : ` rest: ${print(node.rest)}`
      return `lookup ${node.type} ${bound.sources[node.source]?.name ?? ''} by ${keys.join(', ')}${rest}`
    }
    case 'group':
      return `group by ${list(node.dimensions)}`
    case 'order':
      return `order by ${node.items
        .map((item) => `${print(item.expression)}${item.isDescending ? ' desc' : ''}`)
        .join(', ')}`
    case 'project': {
      const fields = bound.fields.map(({ field, name }) => {
        return field.alias === undefined
          ? print(field.expression)
          : `${print(field.expression)} as ${name}`
      })
      const limit = node.limit === undefined ? '' : ` limit ${String(node.limit)}`
      return `project ${fields.join(', ')}${node.isAggregate ? ' (aggregate)' : ''}${limit}`
    }
    case 'dedup-trigger':
    case 'explode':
      return `${node.kind} ${print(node.call)}`
    default:
      return assertNever(node)
  }
}

function printPhysical(plan: SelectPlan): string[] {
  const { sources, layout, operators } = plan.rule.plan
  const lines = sources.map(({ name, role, columns, needsFields, filter }) => {
    const record = needsFields ? ' with its record' : ''
    const test = filter === undefined ? '' : ` where ${filter.text}`
    return `  ${role} ${name} slots: [${columns.join(', ')}]${record}${test}`
  })
  const computed = [
    ...layout.analytic.map(({ text }) => text),
    ...layout.aliases.map((field) => `alias ${plan.rule.bound.fields[field]?.name ?? ''}`),
    ...layout.rowNumbers.map(({ text }) => text),
    ...layout.aggregates.map(({ text }) => text),
  ]
  if (computed.length > 0) lines.push(`  computed slots: ${computed.join(', ')}`)
  for (const operator of operators) {
    const content = operator.kind === 'window' ? ` ${operator.type} keeps ${operator.content}` : ''
    lines.push(`  ${operator.kind}${content}`)
  }
  return lines
}
