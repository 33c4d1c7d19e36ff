import { createFunctionCatalog, type FunctionCatalog } from '../functions/index.ts'
import type { ComponentRegistry } from '../registry/component-registry.ts'
import type { PayloadCodecs } from '../sink-pipeline/index.ts'
import { RunningEngine } from './engine-run.ts'
import { prepareRun, type PreparedRun } from './prepare-run.ts'
import { createMemoryStore, type SinkStore } from './sinks/sink-store.ts'
import type { EngineEnvironment, RunDefinition, RunProblem, StartResult } from './run.ts'

export interface EngineOptions {
  readonly environment: EngineEnvironment
  readonly components: ComponentRegistry
  /** eKuiper's built-in functions where absent. */
  readonly functions?: FunctionCatalog
  /** Compression and encryption of the host; none where absent. */
  readonly codecs?: PayloadCodecs
  /** Where actions with a cache keep their messages; in memory, for the life of the engine, where absent. */
  readonly store?: SinkStore
}

export interface Engine {
  /** Why this could not run: every problem of every stream, rule and action. Starts nothing. */
  check(definition: RunDefinition): readonly RunProblem[]
  /**
   * Starts everything, or nothing where there is a problem. Sources that cannot be reached yet are no
   * problem: they are tried again, and their nodes say so.
   */
  start(definition: RunDefinition): StartResult
}

/** The embedded engine. Several runs may go at the same time; they share nothing. */
export function createEngine(options: EngineOptions): Engine {
  const { environment, components } = options
  const functions = options.functions ?? createFunctionCatalog()
  const store = options.store ?? createMemoryStore()
  const prepare = (definition: RunDefinition): PreparedRun =>
    prepareRun(definition, { components, functions, codecs: options.codecs, environment })
  return {
    check: (definition) => prepare(definition).problems,
    start(definition) {
      const prepared = prepare(definition)
      const errors = prepared.problems.filter(({ diagnostic }) => diagnostic.severity === 'error')
      if (errors.length > 0) return { ok: false, problems: prepared.problems }
      const run = new RunningEngine(prepared, environment, store)
      run.start()
      return { ok: true, run, warnings: prepared.problems }
    },
  }
}
