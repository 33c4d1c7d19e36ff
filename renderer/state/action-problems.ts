import { analyzeAction, type ActionContext } from './language.ts'
import type { KnownSchemas } from './node-schema.ts'
import { sentence, type Problem } from './problem.ts'
import { secretIdOf, withFloats, type ProjectDocument, type SinkNode } from './ruleset.ts'
import { fieldsOf, type Schema } from './schema.ts'
import type { Component } from './session-store.ts'

/** What a run would refuse or warn about in a sink's common properties and templates, at their fields. */
export function actionProblems(
  sink: Pick<SinkNode, 'id' | 'properties'>,
  context: ActionContext,
): readonly Problem[] {
  const properties = withFloats(sink.properties)
  return analyzeAction(properties, context).flatMap((fault): Problem[] => {
    const { property, code, severity, hint, range } = fault
    const [field = property, ...inner] = property.split('.')
    // What it stands for is seen by the engine alone.
    if (secretIdOf(properties[field]) !== undefined) return []
    const text = inner.reduce<unknown>(memberOf, properties[field])
    const within = inner.length === 0 ? '' : ` of ${inner.join('.')}`
    const place =
      typeof text === 'string' && range !== undefined
        ? `, at ${placeIn(text, range.start)}${within}`
        : ''
    return [
      {
        severity,
        code,
        message: sentence(`${fault.message}${place}`),
        node: sink.id,
        field,
        ...(hint === undefined ? {} : { hint }),
        ...range,
      },
    ]
  })
}

/** What is known about the sink of an action where it is drawn. */
export function actionContextOf(
  sink: SinkNode,
  { accepts, writesStream }: Component,
  document: ProjectDocument,
  { components, commonSinkSchema }: KnownSchemas,
): ActionContext {
  const keyProblem = keyProblemIn(commonSinkSchema)
  const rule = document.nodes.find(({ id }) => id === sink.input)
  return {
    accepts: accepts ?? 'bytes',
    writesStream: writesStream ?? false,
    formats: components.flatMap(({ kind, type, needsSchema = false, schemaSuffix }) =>
      kind === 'format'
        ? [{ type, needsSchema, ...(schemaSuffix === undefined ? {} : { schemaSuffix }) }]
        : [],
    ),
    schemas: document.schemas ?? {},
    ruleOptions: rule?.kind === 'sql' ? rule.options : {},
    ...(keyProblem === undefined ? {} : { keyProblem }),
  }
}

/** What the engine host says about its key. */
function keyProblemIn(commonSinkSchema: Schema): string | undefined {
  const encryption = fieldsOf(commonSinkSchema).find(({ key }) => key === 'encryption')
  const unusable = encryption?.schema['unusable']
  return typeof unusable === 'string' ? unusable : undefined
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return (value as Readonly<Record<string, unknown>>)[name]
}

/** `line 1, column 12` */
function placeIn(text: string, offset: number): string {
  const lines = text.slice(0, offset).split('\n')
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`
}
