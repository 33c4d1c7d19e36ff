import type { Catalog, StreamDefinition } from '../catalog/stream.ts'
import { formats } from '../catalog/checks/format.ts'
import { parseExtra } from '../catalog/checks/option-values.ts'
import { graphCodes } from './codes.ts'
import { GraphError, graphProblem, pathOf } from './graph-problem.ts'
import { isRecord, Properties } from './properties.ts'
import type { RawNode } from './read-graph.ts'

export interface GraphSource {
  readonly definition: StreamDefinition
  readonly isReference: boolean
  readonly kind: 'stream' | 'scan' | 'lookup'
}

export interface SourceContext {
  readonly catalog: Catalog
  readonly isTemporary: boolean
  readonly isEventTime: boolean
  /** Every format, in lower case; eKuiper's own by default. */
  readonly formats?: readonly string[] | undefined
}

/** A source node: a stream or table that exists, or a stream defined by the node's own properties. */
export function readSource(node: RawNode, context: SourceContext): GraphSource {
  const properties = new Properties(node.name, node.properties)
  const sourceType =
    properties.raw('sourceType') === undefined ? 'stream' : properties.text('sourceType')
  if (sourceType !== 'stream' && sourceType !== 'table') {
    return fail(node, `sourceType must be stream or table, found ${sourceType}`)
  }
  const name = properties.text('sourceName')
  return name === ''
    ? {
        definition: defineInPlace(node, properties, context.formats ?? formats),
        isReference: false,
        kind: 'stream',
      }
    : findReferenced(node, name, sourceType, context)
}

function findReferenced(
  node: RawNode,
  name: string,
  sourceType: 'stream' | 'table',
  context: SourceContext,
): GraphSource {
  const definition = context.catalog.stream(name)
  if (definition === undefined) return fail(node, `there is no stream ${name}`)
  if (definition.isTemporary && !context.isTemporary) {
    return fail(node, `the stream ${name} is temporary and only usable by temporary rules`)
  }
  if (definition.sourceKind !== sourceType) {
    return fail(node, `${name} is a ${definition.sourceKind}, not a ${sourceType}`)
  }
  if (definition.type !== node.nodeType) {
    return fail(
      node,
      `the nodeType is ${node.nodeType}, but ${name} has the type ${definition.type}`,
    )
  }
  const isLookup = definition.sourceKind === 'table' && definition.tableKind === 'lookup'
  if (definition.sourceKind === 'stream' && context.isEventTime) checkTimestamp(node, definition)
  const kind = isLookup ? 'lookup' : definition.sourceKind === 'table' ? 'scan' : 'stream'
  return { definition, isReference: true, kind }
}

function checkTimestamp(node: RawNode, { name, timestampColumn, columns }: StreamDefinition): void {
  if (timestampColumn === undefined) {
    fail(node, `event time needs the option TIMESTAMP, which the stream ${name} does not have`)
  }
  if (columns !== undefined && columns.every((column) => column.name.name !== timestampColumn)) {
    fail(node, `the stream ${name} does not declare its timestamp column ${timestampColumn}`)
  }
}

function defineInPlace(
  node: RawNode,
  properties: Properties,
  known: readonly string[],
): StreamDefinition {
  const orUndefined = (text: string): string | undefined => (text === '' ? undefined : text)
  const format = orUndefined(properties.text('format').toLowerCase()) ?? 'json'
  if (!known.includes(format)) {
    fail(
      node,
      `there is no format ${properties.text('format')}`,
      `The formats are ${known.join(', ')}.`,
    )
  }
  const message = properties.text('schemaMessage')
  const schema = properties.text('schemaName')
  const extra = properties.text('extra')
  const parsed = extra === '' ? {} : parseExtra(extra)?.value
  return {
    name: node.name,
    sourceKind: 'stream',
    columns: undefined,
    type: orUndefined(node.nodeType) ?? 'mqtt',
    datasource: properties.text('datasource'),
    format,
    confKey: properties.text('confKey'),
    isShared: properties.isTrue('shared'),
    isStrict: properties.isTrue('strictValidation'),
    timestampColumn: orUndefined(properties.text('timestamp')),
    timestampFormat: orUndefined(properties.text('timestampFormat')),
    retainSize: properties.integer('retainSize'),
    key: properties.text('key'),
    tableKind: orUndefined(properties.text('kind').toLowerCase()) ?? 'scan',
    delimiter: properties.text('delimiter'),
    schemaId:
      orUndefined(properties.text('schemaId')) ?? (schema === '' ? '' : `${schema}.${message}`),
    extra: isRecord(parsed) ? parsed : {},
    isTemporary: properties.isTrue('temp'),
    version: properties.text('version'),
    statement: '',
  }
}

function fail(node: RawNode, message: string, hint?: string): never {
  const text = `source ${node.name}: ${message}`
  throw new GraphError(graphProblem(graphCodes.source, text, hint, pathOf(node.name)))
}
