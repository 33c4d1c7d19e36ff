import { readStatement, type CanvasNode } from './ruleset.ts'
import { mergeSchemas, type Schema } from './schema.ts'
import { findComponent, type SessionState } from './session-store.ts'

export type KnownSchemas = Pick<SessionState, 'components' | 'commonSinkSchema'>

/** Merging makes a new object; the same schemas must give the same one, as validators are kept by it. */
const merged = new WeakMap<object, Schema>()

export function mergedSchema(own: Schema, common: Schema): Schema {
  const known = merged.get(own)
  if (known !== undefined) return known
  const schema = mergeSchemas(own, common)
  merged.set(own, schema)
  return schema
}

/** The schema of a source's or sink's properties, as far as it is known. */
export function schemaOfNode(
  node: CanvasNode,
  { components, commonSinkSchema }: KnownSchemas,
): Schema | undefined {
  if (node.kind === 'sql') return undefined
  if (node.kind === 'sink') {
    const schema = findComponent(components, 'sink', node.type)?.schema
    return schema === undefined ? commonSinkSchema : mergedSchema(schema, commonSinkSchema)
  }
  const reading = readStatement(node.statement)
  return reading.ok ? findComponent(components, 'source', reading.form.type)?.schema : undefined
}
