export { actionFaultsOf, checkAction } from './action-faults.ts'
export type { ActionFault } from './action-faults.ts'
export { actionCodes } from './action-traps.ts'
export { commonSinkProperties } from './common-properties.ts'
export type { CommonSinkProperties } from './common-properties.ts'
export { describedFormats } from './described-formats.ts'
export type { FormatDescription } from './described-formats.ts'
export { noProperties } from './dynamic-properties.ts'
export { createPropertyRenderer, findDynamicProperties } from './dynamic-properties.ts'
export { noCodecs } from './payload-codecs.ts'
export type { Codec, CreateCodec, PayloadCodecs } from './payload-codecs.ts'
export { formatColumns, noFormats, planFormat, schemasOf } from './plugin-formats.ts'
export type { PluginFormats } from './plugin-formats.ts'
export { createPipeline } from './pipeline.ts'
export type {
  MessagePart,
  PipelineHandlers,
  PipelineRunOptions,
  PipelineTrace,
  SinkMessage,
  SinkPipeline,
} from './pipeline.ts'
export { writtenPath } from './property-reader.ts'
export { planPipeline } from './plan.ts'
export type { PipelineOptions, PipelinePlan, PipelinePlanResult } from './plan.ts'
export { previewMessages } from './preview.ts'
export type { PreviewedMessage, PreviewResult } from './preview.ts'
export { TransformError } from './transform-error.ts'
export type { FailedTemplate } from './transform-error.ts'
export type { ActionProperties, PropertyFault } from './read-properties.ts'
export type { Item, Transformed } from './transform.ts'
