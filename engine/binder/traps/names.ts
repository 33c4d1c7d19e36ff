import type { ColumnReference } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { walkExpression } from '../../syntax/walk.ts'
import { warning, replacing } from '../problem.ts'
import { textOf, trapCodes, visitStatement, type Trap } from './trap.ts'

/** `ss` and the like are time units: as a value they are missing. */
export const timeUnitTrap: Trap = (context) => {
  const found: Diagnostic[] = []
  visitStatement(context, (node) => {
    if (node.kind === 'call' && /window$/i.test(node.name)) return
    if (node.kind !== 'time-unit' || isWindowUnit(context.text, node.span.start)) return
    const text = `\`${textOf(context, node)}\``
    found.push(
      warning(
        trapCodes.timeUnitValue,
        `${node.unit} is a time unit: its value is missing`,
        node.span,
        {
          hint: 'A column of that name goes in backticks.',
          fixes: [replacing(`Write ${text}`, node.span, text)],
        },
      ),
    )
  })
  return found
}

function isWindowUnit(text: string, at: number): boolean {
  return /window\s*\(\s*$/i.test(text.slice(0, at))
}

/** There is no NULL: the word names a column. */
export const nullTrap: Trap = (context) => {
  const found: Diagnostic[] = []
  visitStatement(context, (node) => {
    if (node.kind === 'binary' && (node.operator === '=' || node.operator === '!=')) {
      const isLeft = isNullColumn(node.left, context.text)
      if (!isLeft && !isNullColumn(node.right, context.text)) return
      const operand = textOf(context, isLeft ? node.right : node.left)
      const text = `isnull(${operand}) = ${node.operator === '=' ? 'true' : 'false'}`
      found.push(
        warning(trapCodes.nullIsColumn, '`null` is the name of a column here', node.span, {
          hint: 'Use isnull(x).',
          fixes: [replacing(`Write ${text}`, node.span, text)],
        }),
      )
    }
  })
  return found
}

function isNullColumn(node: { readonly kind: string }, text: string): boolean {
  if (node.kind !== 'column') return false
  const column = node as ColumnReference
  return (
    column.qualifier === undefined && /^null$/i.test(text.slice(column.span.start, column.span.end))
  )
}

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

/** `s.*` gives nothing for a stream without schema. */
export const qualifiedStarTrap: Trap = (context) => {
  const found: Diagnostic[] = []
  visitStatement(context, (node) => {
    if (node.kind !== 'wildcard' || node.qualifier === undefined) return
    const isOnly = context.sources.length === 1
    found.push(
      warning(
        trapCodes.qualifiedStar,
        `${textOf(context, node)} decodes no column: it gives only nulls`,
        node.span,
        {
          hint: isOnly ? 'Use a plain star.' : 'Name the columns.',
          fixes: isOnly ? [replacing('Write *', node.span, '*')] : [],
        },
      ),
    )
  })
  return found
}

/** A STRUCT column is only decoded where a path names something in it. */
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
    const columns = context.sources[binding.source]?.definition.columns
    const column = columns?.findLast(({ name }) => name.name === binding.name)
    if (column?.type.kind !== 'struct' || named.has(binding.name)) continue
    const message = `the STRUCT ${binding.name} is not decoded as a whole: its value is missing`
    const hint = 'Select its members by path, such as v->x, or use a stream without schema.'
    found.push(warning(trapCodes.structWithoutPath, message, reference.span, { hint }))
  }
  return found
}
