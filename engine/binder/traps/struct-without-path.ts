import type { ColumnReference } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { warning } from '../problem.ts'
import { trapCodes, visitStatement, type Trap } from './trap.ts'

/** A STRUCT column of JSON is only decoded where a path names something in it; other formats decode whole rows. */
export const structTrap: Trap = (context) => {
  const touched = new Set<ColumnReference>()
  visitStatement(context, (node) => {
    if (node.kind === 'arrow' && node.left.kind === 'column') touched.add(node.left)
  })
  const named = new Set([...touched].map(({ name }) => name))
  const found: Diagnostic[] = []
  for (const [reference, binding] of context.columns) {
    if (binding.kind === 'member' && binding.base.kind === 'column') named.add(binding.base.name)
    if (binding.kind !== 'column' || touched.has(reference)) continue
    const definition = context.sources[binding.source]?.definition
    if (definition?.format !== 'json') continue
    const column = definition.columns?.findLast(({ name }) => name.name === binding.name)
    if (column?.type.kind !== 'struct' || named.has(binding.name)) continue
    const message = `the STRUCT ${binding.name} is not decoded as a whole: its value is missing`
    const hint = 'Select its members by path, such as v->x, or use a stream without schema.'
    found.push(warning(trapCodes.structWithoutPath, message, reference.span, { hint }))
  }
  return found
}
