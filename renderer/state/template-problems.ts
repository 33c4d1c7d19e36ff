import { templateFaults } from './language.ts'
import type { Problem } from './problem.ts'
import type { SinkNode } from './ruleset.ts'

/** Templates of a sink that do not parse, with their place in the property. */
export function templateProblems(sink: Pick<SinkNode, 'id' | 'properties'>): readonly Problem[] {
  return templateFaults(sink.properties).map(({ property, message, span }) => {
    const [field = property, ...inner] = property.split('.')
    const text = inner.reduce<unknown>(memberOf, sink.properties[field])
    const place = typeof text === 'string' ? placeIn(text, span.start) : property
    const within = inner.length === 0 ? '' : ` of ${inner.join('.')}`
    return {
      severity: 'error',
      message: `${message}, at ${place}${within}.`,
      node: sink.id,
      field,
      ...span,
    }
  })
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
