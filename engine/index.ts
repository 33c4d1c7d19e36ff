/**
 * What the host may use of the engine: start runs, check them, explain them. Everything here is pure
 * TypeScript; time, randomness and components are given to it.
 */
export { createEngine } from './runtime/engine.ts'
export type { Engine, EngineOptions } from './runtime/engine.ts'
export type { DropCause, DropCounts } from './runtime/drop-cause.ts'
export type {
  EngineEnvironment,
  EngineLogLine,
  EngineRun,
  MessageWay,
  NodeError,
  NodeEvent,
  NodeId,
  NodeState,
  NodeStatus,
  RuleDefinition,
  RunDefinition,
  RowWay,
  RunProblem,
  StartResult,
  TraceStep,
  WayAnswer,
} from './runtime/run.ts'
export type { SinkStore, StoredMessages, StorePlace } from './runtime/sinks/sink-store.ts'
export { componentsOf, createComponentRegistry } from './registry/component-registry.ts'
export type { ComponentRegistry } from './registry/component-registry.ts'
export { createFunctionCatalog } from './functions/index.ts'
export type { FunctionCatalog } from './functions/index.ts'
export { EvaluationError } from './functions/definition.ts'
export type {
  AggregateFunction,
  AggregateState,
  FunctionContext,
  FunctionDefinition,
  ScalarFunction,
} from './functions/definition.ts'
export { gatherArguments } from './functions/aggregate/gathered-arguments.ts'
export { describedFunction, unrunnableFunction } from './functions/description.ts'
export type { FunctionDescription } from './functions/description.ts'
export type { CallExpression, Expression } from './syntax/ast.ts'
export type { Value } from './types/value.ts'
export type { Cancel, Clock } from './base/clock.ts'
export { issueText } from './registry/issue-text.ts'
export { builtInFormats } from './decode/index.ts'
export { matchPropertyNames } from './registry/property-names.ts'
export {
  commonSinkProperties,
  createPropertyRenderer,
  findDynamicProperties,
  schemasOf,
} from './sink-pipeline/index.ts'
export type { PayloadCodecs, PluginFormats } from './sink-pipeline/index.ts'
export { toJsonText } from './types/json-text.ts'
export { buildRunCatalog } from './runtime/run-catalog.ts'
export { explain } from './plan/explain.ts'
export { previewAction } from './language/preview-action.ts'
export type { ActionPreview } from './language/preview-action.ts'
