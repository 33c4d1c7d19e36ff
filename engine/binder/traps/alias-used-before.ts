import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { walkExpression } from '../../syntax/walk.ts'
import { warning } from '../problem.ts'
import { trapCodes, type Trap } from './trap.ts'

/** A field that uses a later field's alias reads a column of that name, where no schema helps. */
export const aliasUsedBeforeTrap: Trap = (context) => {
  if (!context.isSchemaless) return []
  const found: Diagnostic[] = []
  const places = new Map(context.fields.map(({ field }, place) => [field.alias?.name ?? '', place]))
  context.fields.forEach(({ field }, place) => {
    walkExpression(field.expression, (node) => {
      if (node.kind !== 'column' || node.qualifier !== undefined) return
      const binding = context.columns.get(node)
      const later = places.get(node.name)
      if (
        binding === undefined ||
        binding.kind === 'alias' ||
        later === undefined ||
        later <= place
      )
        return
      const message = `${node.name} is an alias of a later field, but is read as a column here`
      const hint = 'Put the field with the alias first.'
      found.push(warning(trapCodes.aliasUsedBefore, message, node.span, { hint }))
    })
  })
  return found
}
