import type { ActionProperties } from './action-properties.ts'
import { refusalOf, type Refusal } from './property-fault.ts'
import { findLimitFaults } from './property-limits.ts'
import { PropertyReader } from './property-reader.ts'

export type { ActionProperties } from './action-properties.ts'
export type { PropertyFault } from './property-fault.ts'

export type PropertiesResult =
  { readonly ok: true; readonly properties: ActionProperties } | Refusal

/**
 * Reads the common properties as eKuiper does: names in any case, kinds strict (no text for a number),
 * fractions of whole numbers cut, null meaning the default, unknown names ignored.
 */
export function readActionProperties(json: Readonly<Record<string, unknown>>): PropertiesResult {
  const reader = new PropertyReader(json)
  const properties: ActionProperties = {
    sendSingle: reader.boolean('sendSingle', false),
    omitIfEmpty: reader.boolean('omitIfEmpty', false),
    format: reader.text('format', 'json') || 'json',
    dataTemplate: reader.text('dataTemplate', ''),
    dataField: reader.text('dataField', '') || reader.text('tableDataField', ''),
    fields: reader.texts('fields'),
    excludeFields: reader.texts('excludeFields'),
    delimiter: reader.text('delimiter', ','),
    hasHeader: reader.boolean('hasHeader', false),
    schemaId: reader.text('schemaId', ''),
    compression: reader.text('compression', ''),
    compressionProps: reader.map('compressionProps'),
    encryption: reader.text('encryption', ''),
    encProps: reader.map('encProps'),
    batchSize: reader.integer('batchSize', 0),
    lingerMs: reader.duration('lingerInterval', 0),
    concurrency: Math.max(1, reader.integer('concurrency', 1)),
    bufferLength: reader.integer('bufferLength', 1024),
    disableBufferFullDiscard: reader.boolean('disableBufferFullDiscard', false),
    enableCache: reader.boolean('enableCache', false),
    memoryCacheThreshold: reader.integer('memoryCacheThreshold', 1024),
    maxDiskCache: reader.integer('maxDiskCache', 1024000),
    bufferPageSize: reader.integer('bufferPageSize', 256),
    resendIntervalMs: reader.duration('resendInterval', 0),
    cleanCacheAtStop: reader.boolean('cleanCacheAtStop', false),
    resendAlterQueue: reader.boolean('resendAlterQueue', false),
    resendPriority: reader.integer('resendPriority', 0),
    resendIndicatorField: reader.text('resendIndicatorField', ''),
    resendDestination: reader.text('resendDestination', ''),
  }
  const faults = reader.faults.length > 0 ? reader.faults : findLimitFaults(properties)
  return refusalOf(faults) ?? { ok: true, properties }
}
