export { z } from 'zod'
export type { Cancel, Clock } from '../base/clock.ts'
export { millisecondsOf } from '../types/duration.ts'
export type {
  DateTime,
  Duration,
  ListValue,
  MutableRecord,
  RecordValue,
  Value,
} from '../types/value.ts'
export { truncateToInt64 } from '../types/cast.ts'
export { describeValue, isRecord, toGoText } from '../types/go-text.ts'
export { createRecord, NIL_LIST } from '../types/value.ts'
export type { ComponentDescription, ComponentExample, PropertyHints } from './component.ts'
export type { ComponentContext, ConnectionStatus } from './context.ts'
export { ConfigurationError, ConnectionError, isConnectionError } from './errors.ts'
export { defineFormat } from './format.ts'
export type {
  FormatColumn,
  FormatDecoder,
  FormatDefinition,
  FormatEncoder,
  FormatRows,
  FormatSchema,
  FormatSettings,
  SchemaInspection,
  SchemaProblem,
} from './format.ts'
export { logLine } from './log-line.ts'
export type { Logger } from './logger.ts'
export { apiVersion, definePlugin } from './plugin.ts'
export type { ComponentDefinition, Plugin } from './plugin.ts'
export { defineSink } from './sink.ts'
export type {
  Sink,
  SinkContext,
  SinkData,
  SinkDefinition,
  SinkDelivery,
  SinkExport,
  SinkItem,
  SinkOutcome,
} from './sink.ts'
export { defineSource } from './source.ts'
export type { RawMessage, RowMessage, Source, SourceContext, SourceDefinition } from './source.ts'
export type { TopicBus, TopicMessage } from './topic-bus.ts'
