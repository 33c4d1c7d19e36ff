import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { replacing, warning } from '../problem.ts'
import { trapCodes, type Trap } from './trap.ts'

/** Columns qualified with a stream's alias resolve to nothing. */
export const streamAliasTrap: Trap = (context) => {
  const aliases = new Map(
    context.sources.flatMap(({ alias, name }) => (alias === undefined ? [] : [[alias, name]])),
  )
  const names = new Set(context.sources.map(({ name }) => name))
  const found: Diagnostic[] = []
  for (const reference of context.columns.keys()) {
    const { qualifier } = reference
    const name = qualifier === undefined ? undefined : aliases.get(qualifier.name)
    if (qualifier === undefined || name === undefined || names.has(qualifier.name)) continue
    found.push(
      warning(
        trapCodes.streamAlias,
        `eKuiper finds nothing by the alias ${qualifier.name}: the value will be missing`,
        reference.span,
        {
          hint: `Write the stream's own name, ${name}.`,
          fixes: [replacing(`Write ${name}.${reference.name}`, qualifier.span, name)],
        },
      ),
    )
  }
  return found
}
