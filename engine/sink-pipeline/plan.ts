import { invariant } from '../base/assert.ts'
import { createEncoder, type Encodable, EncodeError, type Encoder } from '../encode/index.ts'
import { compileTemplate, type Template, type TemplateEnvironment } from '../template/index.ts'
import { findActionTraps, type ActionTrap } from './action-traps.ts'
import { findDynamicProperties, templateFault, type DynamicProperty } from './dynamic-properties.ts'
import {
  findCompressor,
  findEncryptor,
  noCodecs,
  type Codec,
  type CreateCodec,
  type PayloadCodecs,
} from './payload-codecs.ts'
import { noFormats, planFormat, type PluginFormats } from './plugin-formats.ts'
import { refusalOf, type PropertyFault, type Refusal } from './property-fault.ts'
import { writtenName, writtenPath } from './property-reader.ts'
import { readActionProperties, type ActionProperties } from './read-properties.ts'

export interface PipelineOptions {
  /** The action's properties as they stand in the rule. */
  readonly properties: Readonly<Record<string, unknown>>
  /** What the sink takes. */
  readonly accepts: 'bytes' | 'rows'
  /** The sink compresses and encrypts by itself. */
  readonly writesStream?: boolean
  readonly codecs?: PayloadCodecs
  /** The formats of plugins; none where it is absent. */
  readonly formats?: PluginFormats
  /** The clock and randomness of templates; they stand still where it is absent. */
  readonly environment?: TemplateEnvironment
  /** Rule option `experiment.useSliceTuple`: rows without a window are always sent by themselves. */
  readonly isSliceMode?: boolean
}

/** A checked pipeline, ready to be created once for each run. */
export interface PipelinePlan {
  readonly accepts: 'bytes' | 'rows'
  readonly properties: ActionProperties
  readonly template: Template | undefined
  readonly dynamic: readonly DynamicProperty[]
  /** A new one for each run: it may keep columns from its first row on. Throws EncodeError for a row only. */
  readonly createEncoder: () => Encoder
  /** Compression, then encryption. */
  readonly codecs: readonly Codec[]
}

export type PipelinePlanResult =
  | {
      readonly ok: true
      readonly plan: PipelinePlan
      /** What works otherwise than it seems to. */
      readonly traps: readonly ActionTrap[]
    }
  | Refusal

/**
 * Checks an action's common properties and compiles its templates; refuses what eKuiper refuses. Every
 * wrong property is named as the action writes it.
 */
export function planPipeline(options: PipelineOptions): PipelinePlanResult {
  const planned = planCanonical(options)
  const written = <Fault extends PropertyFault>(fault: Fault): Fault => {
    return { ...fault, property: writtenPath(options.properties, fault.property) }
  }
  if (planned.ok) return { ...planned, traps: planned.traps.map(written) }
  return refusalOf(planned.faults.map(written)) ?? planned
}

/** Faults have the names of the schema, such as `dataTemplate`. */
function planCanonical(options: PipelineOptions): PipelinePlanResult {
  const read = readActionProperties(options.properties)
  const templates = compileTemplates(options)
  if (!read.ok) return refusalOf([...read.faults, ...templates.faults]) ?? read
  const { properties } = read
  const encoder = planEncoder(properties, options)
  const codecs = planCodecs(properties, options)
  const faults = [
    ...findCombinationFaults(properties, options),
    ...(encoder.ok ? [] : [encoder.fault]),
    ...codecs.faults,
    ...templates.faults,
  ]
  const refusal = refusalOf(faults)
  if (refusal !== undefined) return refusal
  invariant(encoder.ok, 'a format without encoder is a fault')
  const plan: PipelinePlan = {
    accepts: options.accepts,
    properties: options.isSliceMode === true ? { ...properties, sendSingle: true } : properties,
    template: templates.template,
    dynamic: templates.dynamic,
    createEncoder: encoder.create,
    codecs: codecs.codecs,
  }
  return { ok: true, plan, traps: findActionTraps(plan.properties, options) }
}

interface Templates {
  readonly template: Template | undefined
  readonly dynamic: readonly DynamicProperty[]
  readonly faults: readonly PropertyFault[]
}

/** The data template, and those of properties that are computed for each message; it may be one of them. */
function compileTemplates({ properties, environment }: PipelineOptions): Templates {
  const written = writtenName(properties, 'dataTemplate')
  const text = properties[written]
  const main =
    typeof text === 'string' && text !== '' ? compileTemplate(text, environment) : undefined
  const dynamic = findDynamicProperties(properties, environment)
  const others = dynamic.ok ? [] : dynamic.faults.filter(({ property }) => property !== written)
  return {
    template: main?.ok === true ? main.template : undefined,
    dynamic: dynamic.ok ? dynamic.properties : [],
    faults: [...(main?.ok === false ? [templateFault('dataTemplate', main)] : []), ...others],
  }
}

function findCombinationFaults(
  { fields, excludeFields, dataField }: ActionProperties,
  { isSliceMode }: PipelineOptions,
): readonly PropertyFault[] {
  const faults: PropertyFault[] = []
  if (fields.length > 0 && excludeFields.length > 0) {
    const message = 'field and excludeFields cannot both be set'
    const hint = 'Say which columns are sent or which are not: empty one of the two.'
    faults.push({ property: 'excludeFields', message, hint })
  }
  if (isSliceMode === true) {
    const refused = dataField !== '' ? 'dataField' : fields.length > 0 ? 'fields' : undefined
    if (refused !== undefined) {
      const message = `slice tuple mode do not support sink ${refused} yet`
      const hint = 'Take it out, or turn the rule option experiment.useSliceTuple off.'
      faults.push({ property: refused, message, hint })
    }
  }
  return faults
}

type EncoderResult =
  | { readonly ok: true; readonly create: () => Encoder }
  | { readonly ok: false; readonly fault: PropertyFault }

/** Of a format of the engine, or of a plugin. */
function planEncoder(properties: ActionProperties, options: PipelineOptions): EncoderResult {
  const builtIn = createEncoder(properties)
  if (builtIn !== undefined) return { ok: true, create: () => createEncoder(properties) ?? builtIn }
  const { format, schemaId, delimiter, hasHeader, fields } = properties
  const request = { format, schemaId, delimiter, hasHeader, fields, properties: options.properties }
  const planned = planFormat(options.formats ?? noFormats, request, (definition) =>
    definition.createEncoder?.bind(definition),
  )
  if (!planned.ok) {
    const { fault } = planned
    return fault.property !== 'format' || fault.hint !== undefined
      ? planned
      : { ok: false, fault: { ...fault, hint: formatHint } }
  }
  return { ok: true, create: () => guardEncoder(planned.create(), format) }
}

const formatHint =
  'Choose json, delimited, urlencoded, binary or a format that a plugin brings for writing.'

/** What the plugin throws concerns the row. */
function guardEncoder(encode: (rows: Encodable) => unknown, format: string): Encoder {
  return (rows) => {
    let bytes: unknown
    try {
      bytes = encode(rows)
    } catch (error) {
      throw new EncodeError(error instanceof Error ? error.message : String(error))
    }
    if (bytes instanceof Uint8Array) return bytes
    throw new EncodeError(`the format ${format} gave no bytes`)
  }
}

interface PlannedCodecs {
  readonly codecs: readonly Codec[]
  readonly faults: readonly PropertyFault[]
}

/** Sinks that take rows ignore both, even unknown methods; those that write streams check them. */
function planCodecs(properties: ActionProperties, options: PipelineOptions): PlannedCodecs {
  if (options.accepts === 'rows' || options.writesStream === true) return { codecs: [], faults: [] }
  const host = options.codecs ?? noCodecs
  const { compression, encryption, compressionProps, encProps } = properties
  const steps: readonly CodecStep[] = [
    {
      property: 'compression',
      does: `get compressor ${compression}`,
      create: findCompressor(compression, host),
      settings: compressionProps,
      unknown: `unsupported compressor: ${compression}`,
      hint: 'Choose gzip, zlib, flate or zstd, in small letters; empty compresses nothing.',
    },
    {
      property: 'encryption',
      does: `get encryptor ${encryption}`,
      create: findEncryptor(encryption, host),
      settings: encProps,
      unknown: `encryptor '${encryption}' is not supported`,
      hint: 'Choose aes, in small letters; empty encrypts nothing.',
    },
  ]
  const codecs: Codec[] = []
  const faults: PropertyFault[] = []
  for (const { property, does, create, settings, unknown, hint } of steps) {
    if (properties[property] === '') continue
    const codec = createCodec(create, settings, unknown)
    if (typeof codec !== 'string') {
      codecs.push(codec)
      continue
    }
    const fault = { property, message: `${does} fail with error: ${codec}` }
    faults.push(create === undefined ? { ...fault, hint } : fault)
  }
  return { codecs, faults }
}

interface CodecStep {
  readonly property: 'compression' | 'encryption'
  /** As eKuiper words it. */
  readonly does: string
  readonly create: CreateCodec | undefined
  readonly settings: Readonly<Record<string, unknown>>
  /** Why there is no codec where `create` is missing. */
  readonly unknown: string
  readonly hint: string
}

/** The codec, or why there is none. */
function createCodec(
  create: CreateCodec | undefined,
  properties: Readonly<Record<string, unknown>>,
  unknown: string,
): Codec | string {
  if (create === undefined) return unknown
  try {
    return create(properties)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
