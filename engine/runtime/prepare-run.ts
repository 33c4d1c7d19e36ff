import type { ComponentDescription } from '../api/component.ts'
import { bindSelect } from '../binder/bind-select.ts'
import type { BoundSelect } from '../binder/bound.ts'
import { checkCrashes } from '../binder/crashes/check-crashes.ts'
import type { BindEnvironment, BindOptions } from '../binder/environment.ts'
import { findTraps } from '../binder/traps/find-traps.ts'
import type { Catalog, StreamDefinition } from '../catalog/stream.ts'
import type { FunctionCatalog } from '../functions/index.ts'
import { bindGraph } from '../graph/bind-graph.ts'
import { checkGraphCrashes } from '../graph/check-crashes.ts'
import type { SourceGraphNode } from '../graph/bound-graph.ts'
import type { GraphDiagnostic } from '../graph/graph-problem.ts'
import { planGraph, type PlannedGraph } from '../plan/graph/plan-graph.ts'
import { readOption } from '../plan/plan-options.ts'
import { planSelect, type SelectPlan } from '../plan/plan-select.ts'
import type { ComponentRegistry } from '../registry/component-registry.ts'
import { issueText } from '../registry/issue-text.ts'
import { matchPropertyNames } from '../registry/property-names.ts'
import type { Diagnostic } from '../syntax/diagnostic.ts'
import { parse } from '../syntax/parse.ts'
import {
  actionCodes,
  actionFaultsOf,
  commonSinkProperties,
  planPipeline,
  writtenPath,
  type PayloadCodecs,
  type PluginFormats,
} from '../sink-pipeline/index.ts'
import type { EngineEnvironment, RuleDefinition, RunDefinition, RunProblem } from './run.ts'
import { buildRunCatalog, formatNamesOf, formatsOf } from './run-catalog.ts'
import type { PreparedAction } from './sinks/action-run.ts'
import { planDecoder } from './streams/plan-decoder.ts'
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

const nowhere = { start: 0, end: 0 }

export function prepareRun(definition: RunDefinition, options: PrepareOptions): PreparedRun {
  return new RunPreparation(definition, options).prepare()
}

class RunPreparation {
  private readonly definition: RunDefinition
  private readonly options: PrepareOptions
  private readonly formats: PluginFormats
  private readonly formatNames: readonly string[]
  private readonly problems: RunProblem[] = []
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
    this.problems.push(...built.problems)
    const { catalog } = built
    const rules = this.definition.rules.flatMap((rule) => this.prepareRule(rule, catalog) ?? [])
    const { problems, sources, tables } = this
    return { problems, rules, sources, tables }
  }

  private report(place: string, ...diagnostics: readonly Diagnostic[]): void {
    for (const diagnostic of diagnostics) this.problems.push({ place, diagnostic })
  }

  private reportText(place: string, code: string, message: string, hint?: string): void {
    this.report(place, {
      code,
      severity: 'error',
      message,
      span: nowhere,
      ...(hint === undefined ? {} : { hint }),
    })
  }

  private reportUnavailable(place: string, { unavailable }: ComponentDescription): void {
    if (unavailable === undefined) return
    this.report(place, {
      code: 'CFG5005',
      severity: 'warning',
      message: unavailable,
      span: nowhere,
    })
  }

  private errorCount(): number {
    return this.problems.filter(({ diagnostic }) => diagnostic.severity === 'error').length
  }

  // ---- rules --------------------------------------------------------------------------------------

  private prepareRule(rule: RuleDefinition, catalog: Catalog): PreparedRule | undefined {
    const before = this.errorCount()
    if (rule.graph !== undefined && rule.sql === undefined) return this.prepareGraph(rule, catalog)
    const plan = this.planRule(rule, catalog)
    const actions = rule.actions.flatMap((action, index) =>
      Object.entries(action).flatMap(
        ([type, properties]) => this.prepareAction(rule, index, type, properties) ?? [],
      ),
    )
    if (plan === undefined || this.errorCount() > before) return undefined
    return { kind: 'select', definition: rule, plan, actions }
  }

  private prepareGraph(rule: RuleDefinition, catalog: Catalog): PreparedRule | undefined {
    const before = this.errorCount()
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
        return this.prepareAction(rule, index, type, properties) ?? []
      })
    this.reportGraph(rule, checkGraphCrashes(graph))
    if (this.errorCount() > before) return undefined
    const keys = graph.sources.map((_, place) => {
      return sourceKeys.find((source) => source.place === place)?.key ?? ''
    })
    const plan = planGraph(graph, rule.options)
    return { kind: 'graph', definition: rule, plan, sourceKeys: keys, actions }
  }

  private reportGraph({ id }: RuleDefinition, diagnostics: readonly GraphDiagnostic[]): void {
    for (const { path, ...diagnostic } of diagnostics) {
      this.report([`rule/${id}/graph`, ...path].join('/'), diagnostic)
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
      this.report(place, ...errors)
      return undefined
    }
    if (statement?.kind !== 'select') {
      this.reportText(place, 'RUL4601', 'The SQL of a rule must be a SELECT statement.')
      return undefined
    }
    const bound = bindSelect(statement, this.environmentOf(rule, catalog))
    if (bound.bound === undefined) {
      this.report(place, ...bound.diagnostics)
      return undefined
    }
    const planned = planSelect(bound.bound, rule.options)
    if (!planned.ok) {
      this.report(place, ...planned.diagnostics)
      return undefined
    }
    const options = readBindOptions(rule.options)
    this.report(
      place,
      ...checkCrashes(bound.bound, { ...options, ...planned.plan.options }),
      ...findTraps(bound.bound, rule.sql ?? '', options),
    )
    this.prepareSources(bound.bound)
    return planned.plan
  }

  // ---- sources ------------------------------------------------------------------------------------

  private prepareSources(bound: BoundSelect): void {
    for (const { definition, name } of bound.sources) {
      if (definition.sourceKind === 'table' && definition.tableKind === 'lookup') {
        this.tables.set(name, definition)
      } else if (!this.sources.has(name)) this.prepareSource(name, definition)
    }
  }

  private prepareSource(key: string, definition: StreamDefinition): void {
    const place = `stream/${key}`
    const source = this.options.components.findSource(definition.type)
    if (source === undefined) {
      const message = `source type ${definition.type} not found`
      this.reportText(place, 'CFG5001', message, missingHint('source', definition.type))
      return
    }
    this.reportUnavailable(place, source)
    const configured = this.definition.sourceConfigurations[definition.type] ?? {}
    const properties = {
      ...configured['default'],
      ...(definition.confKey === '' ? {} : configured[definition.confKey]),
      ...definition.extra,
    }
    const decoder = planDecoder(definition, this.formats)
    if (!decoder.ok) {
      const { property, message, hint } = decoder.fault
      this.reportText(`${place}/${property}`, 'CFG5005', message, hint)
      return
    }
    const matched = matchPropertyNames(source, properties)
    const parsed = source.properties.safeParse(matched)
    if (parsed.success) {
      const { create } = decoder
      this.sources.set(key, {
        key,
        definition,
        source,
        properties: parsed.data,
        ...(create === undefined ? {} : { createPayloadDecoder: create }),
      })
      return
    }
    for (const issue of parsed.error.issues) {
      this.reportText(`${place}/${issue.path.join('.')}`, 'CFG5002', issueText(issue, matched))
    }
  }

  // ---- actions ------------------------------------------------------------------------------------

  private prepareAction(
    rule: RuleDefinition,
    index: number,
    type: string,
    properties: Readonly<Record<string, unknown>>,
  ): PreparedAction | undefined {
    const place = `action/${rule.id}/${String(index)}`
    const definition = this.options.components.findSink(type)
    if (definition === undefined) {
      const message = `sink ${type} is not defined`
      this.reportText(place, 'CFG5003', message, missingHint('sink', type))
      return undefined
    }
    this.reportUnavailable(place, definition)
    const { codecs, environment } = this.options
    const pipeline = planPipeline({
      properties,
      accepts: definition.accepts === 'rows' ? 'rows' : 'bytes',
      writesStream: definition.writesStream ?? false,
      isSliceMode: readBindOptions(rule.options).useSliceTuple ?? false,
      environment: {
        now: () => environment.clock.now(),
        random: () => environment.random(),
        newId: () => environment.newId(),
        variable: () => '',
      },
      formats: this.formats,
      ...(codecs === undefined ? {} : { codecs }),
    })
    for (const { property, range, ...fault } of actionFaultsOf(pipeline)) {
      this.report(`${place}/${property}`, { ...fault, span: range ?? nowhere })
    }
    const common = matchPropertyNames({ properties: commonSinkProperties }, properties)
    const matched = matchPropertyNames(definition, common)
    const parsed = definition.properties.safeParse(matched)
    for (const issue of parsed.error?.issues ?? []) {
      const property = writtenPath(properties, issue.path.join('.'))
      this.reportText(`${place}/${property}`, actionCodes.refused, issueText(issue, matched))
    }
    if (!pipeline.ok || !parsed.success) return undefined
    return { type, index, definition, properties: parsed.data, pipeline: pipeline.plan }
  }
}

function missingHint(kind: 'source' | 'sink', type: string): string {
  return (
    `Install the plugin that brings it. Of a native plugin of eKuiper (.so) its metadata file ` +
    `${kind}s/${type}.json in a plugin folder is enough to draw, check and export rules with it.`
  )
}

function readBindOptions(options: RuleDefinition['options']): BindOptions {
  const strategy = objectOf(readOption(options, 'planOptimizeStrategy'))
  const experiment = objectOf(readOption(options, 'experiment'))
  return {
    disableAliasRefCal: readOption(strategy, 'disableAliasRefCal') === true,
    disableBufferFullDiscard: readOption(options, 'disableBufferFullDiscard') === true,
    useSliceTuple: readOption(experiment, 'useSliceTuple') === true,
    isEventTime: readOption(options, 'isEventTime') === true,
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
