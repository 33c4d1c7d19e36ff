import { bindSelect } from '../binder/bind-select.ts'
import type { BoundSelect } from '../binder/bound.ts'
import { checkCrashes } from '../binder/crashes/check-crashes.ts'
import type { BindEnvironment } from '../binder/environment.ts'
import { findTraps } from '../binder/traps/find-traps.ts'
import type { Catalog, StreamDefinition } from '../catalog/stream.ts'
import type { FunctionCatalog } from '../functions/index.ts'
import { bindGraph } from '../graph/bind-graph.ts'
import { checkGraphCrashes } from '../graph/check-crashes.ts'
import type { SourceGraphNode } from '../graph/bound-graph.ts'
import type { GraphDiagnostic } from '../graph/graph-problem.ts'
import { planGraph, type PlannedGraph } from '../plan/graph/plan-graph.ts'
import { planSelect, type SelectPlan } from '../plan/plan-select.ts'
import type { ComponentRegistry } from '../registry/component-registry.ts'
import { parse } from '../syntax/parse.ts'
import type { PayloadCodecs, PluginFormats } from '../sink-pipeline/index.ts'
import { readBindOptions } from './bind-options.ts'
import { prepareAction, type GivenAction } from './prepare-action.ts'
import { prepareSource } from './prepare-source.ts'
import type { EngineEnvironment, RuleDefinition, RunDefinition, RunProblem } from './run.ts'
import { buildRunCatalog, formatNamesOf, formatsOf } from './run-catalog.ts'
import { RunProblems } from './run-problems.ts'
import type { PreparedAction } from './sinks/action-run.ts'
import type { PreparedSource } from './streams/stream-run.ts'

export interface PrepareOptions {
  readonly components: ComponentRegistry
  readonly functions: FunctionCatalog
  readonly codecs: PayloadCodecs | undefined
  readonly environment: EngineEnvironment
}

/** A checked rule of either front end. */
export type PreparedRule = {
  readonly definition: RuleDefinition
  readonly actions: readonly PreparedAction[]
} & PreparedPlan

export type PreparedPlan =
  | { readonly kind: 'select'; readonly plan: SelectPlan }
  | {
      readonly kind: 'graph'
      readonly plan: PlannedGraph
      /** The keys of its source nodes' streams and tables, by their place. */
      readonly sourceKeys: readonly string[]
    }

/** A run whose parts all passed their checks, or why they did not. */
export interface PreparedRun {
  readonly problems: readonly RunProblem[]
  readonly rules: readonly PreparedRule[]
  /** The sources the rules read, by stream name; those a graph defines in place stand behind its rule's id. */
  readonly sources: ReadonlyMap<string, PreparedSource>
  /** The lookup tables the rules read, by name. */
  readonly tables: ReadonlyMap<string, StreamDefinition>
}

export function prepareRun(definition: RunDefinition, options: PrepareOptions): PreparedRun {
  return new RunPreparation(definition, options).prepare()
}

class RunPreparation {
  private readonly definition: RunDefinition
  private readonly options: PrepareOptions
  private readonly formats: PluginFormats
  private readonly formatNames: readonly string[]
  private readonly problems = new RunProblems()
  private readonly sources = new Map<string, PreparedSource>()
  private readonly tables = new Map<string, StreamDefinition>()

  constructor(definition: RunDefinition, options: PrepareOptions) {
    this.definition = definition
    this.options = options
    const { components } = options
    this.formats = formatsOf(components, definition)
    this.formatNames = formatNamesOf(components)
  }

  prepare(): PreparedRun {
    const built = buildRunCatalog(this.definition, this.options.components)
    for (const { place, diagnostic } of built.problems) this.problems.report(place, diagnostic)
    const { catalog } = built
    const rules = this.definition.rules.flatMap((rule) => this.prepareRule(rule, catalog) ?? [])
    const { problems, sources, tables } = this
    return { problems: problems.all, rules, sources, tables }
  }

  private prepareRule(rule: RuleDefinition, catalog: Catalog): PreparedRule | undefined {
    const before = this.problems.errorCount()
    if (rule.graph !== undefined && rule.sql === undefined) return this.prepareGraph(rule, catalog)
    const plan = this.planRule(rule, catalog)
    const actions = rule.actions.flatMap((action, index) =>
      Object.entries(action).flatMap(
        ([type, properties]) => this.prepareAction(rule, { index, type, properties }) ?? [],
      ),
    )
    if (plan === undefined || this.problems.errorCount() > before) return undefined
    return { kind: 'select', definition: rule, plan, actions }
  }

  private prepareGraph(rule: RuleDefinition, catalog: Catalog): PreparedRule | undefined {
    const before = this.problems.errorCount()
    const { graph, diagnostics } = bindGraph(rule.graph, this.environmentOf(rule, catalog))
    if (graph === undefined) {
      this.reportGraph(rule, diagnostics)
      return undefined
    }
    const sourceKeys = graph.nodes.flatMap((node) =>
      node.kind === 'source' ? [this.prepareGraphSource(rule, node)] : [],
    )
    const actions = graph.nodes
      .flatMap((node) => (node.kind === 'sink' ? [node] : []))
      .flatMap(({ type, properties }, index) => {
        return this.prepareAction(rule, { index, type, properties }) ?? []
      })
    this.reportGraph(rule, checkGraphCrashes(graph))
    if (this.problems.errorCount() > before) return undefined
    const keys = graph.sources.map((_, place) => {
      return sourceKeys.find((source) => source.place === place)?.key ?? ''
    })
    const plan = planGraph(graph, rule.options)
    return { kind: 'graph', definition: rule, plan, sourceKeys: keys, actions }
  }

  private reportGraph({ id }: RuleDefinition, diagnostics: readonly GraphDiagnostic[]): void {
    for (const { path, ...diagnostic } of diagnostics) {
      this.problems.report([`rule/${id}/graph`, ...path].join('/'), diagnostic)
    }
  }

  /** Sources that a graph defines in place are its own, whatever other rules call theirs. */
  private prepareGraphSource(
    rule: RuleDefinition,
    node: SourceGraphNode,
  ): { readonly place: number; readonly key: string } {
    const { definition, isReference, isLookup, source: place } = node
    const key = isReference || isLookup ? definition.name : `${rule.id}/${node.name}`
    if (isLookup) this.tables.set(key, definition)
    else if (!this.sources.has(key)) this.prepareSource(key, definition)
    return { place, key }
  }

  private environmentOf(rule: RuleDefinition, catalog: Catalog): BindEnvironment {
    const { functions } = this.options
    return {
      catalog,
      functions: (name) => functions.find(name),
      functionNames: functions.all().map(({ name }) => name),
      options: readBindOptions(rule.options),
      formats: this.formatNames,
    }
  }

  private planRule(rule: RuleDefinition, catalog: Catalog): SelectPlan | undefined {
    const place = `rule/${rule.id}/sql`
    const { statement, diagnostics } = parse(rule.sql ?? '')
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    if (errors.length > 0) {
      this.problems.report(place, ...errors)
      return undefined
    }
    if (statement?.kind !== 'select') {
      this.problems.reportText(place, 'RUL4601', 'The SQL of a rule must be a SELECT statement.')
      return undefined
    }
    const bound = bindSelect(statement, this.environmentOf(rule, catalog))
    if (bound.bound === undefined) {
      this.problems.report(place, ...bound.diagnostics)
      return undefined
    }
    const planned = planSelect(bound.bound, rule.options)
    if (!planned.ok) {
      this.problems.report(place, ...planned.diagnostics)
      return undefined
    }
    const options = readBindOptions(rule.options)
    this.problems.report(
      place,
      ...checkCrashes(bound.bound, { ...options, ...planned.plan.options }),
      ...findTraps(bound.bound, rule.sql ?? '', options),
    )
    this.prepareSources(bound.bound)
    return planned.plan
  }

  private prepareSources(bound: BoundSelect): void {
    for (const { definition, name } of bound.sources) {
      if (definition.sourceKind === 'table' && definition.tableKind === 'lookup') {
        this.tables.set(name, definition)
      } else if (!this.sources.has(name)) this.prepareSource(name, definition)
    }
  }
  private prepareSource(key: string, definition: StreamDefinition): void {
    const source = prepareSource(key, definition, {
      components: this.options.components,
      formats: this.formats,
      configurations: this.definition.sourceConfigurations,
      problems: this.problems,
    })
    if (source !== undefined) this.sources.set(key, source)
  }

  private prepareAction(rule: RuleDefinition, action: GivenAction): PreparedAction | undefined {
    const { formats, problems } = this
    return prepareAction(rule, action, { ...this.options, formats, problems })
  }
}
