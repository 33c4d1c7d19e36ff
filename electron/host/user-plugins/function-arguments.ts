import type { Expression, FunctionDescription } from '#engine'
import type { WireArgument } from './protocol.ts'

/** How many arguments the forms take: `a?` may be missing, `...rest` is any number. */
export function countArguments(signatures: readonly string[]): FunctionDescription['arguments'] {
  const counts = signatures.map((signature) => {
    const inner = signature.slice(signature.indexOf('(') + 1, signature.lastIndexOf(')'))
    const parameters = inner.split(',').map((each) => each.trim())
    const named = parameters.filter((each) => each !== '')
    return {
      least: named.filter((each) => !each.endsWith('?') && !each.startsWith('...')).length,
      most: named.some((each) => each.startsWith('...')) ? Infinity : named.length,
    }
  })
  if (counts.length === 0) return undefined
  const least = Math.min(...counts.map((count) => count.least))
  const most = Math.max(...counts.map((count) => count.most))
  return most === Infinity ? { least } : { least, most }
}

/** An argument as the plugin's `validate` gets it. */
export function toArgument(expression: Expression): WireArgument {
  switch (expression.kind) {
    case 'integer': {
      const { value } = expression
      const isExact = value <= BigInt(Number.MAX_SAFE_INTEGER)
      return { kind: 'literal', value: isExact ? Number(value) : value }
    }
    case 'float':
    case 'string':
    case 'boolean':
      return { kind: 'literal', value: expression.value }
    case 'column': {
      const { name, qualifier } = expression
      return {
        kind: 'column',
        name,
        ...(qualifier === undefined ? {} : { stream: qualifier.name }),
      }
    }
    case 'call':
      return {
        kind: 'call',
        name: expression.name,
        arguments: expression.arguments.map(toArgument),
      }
    case 'parenthesized':
      return toArgument(expression.expression)
    default:
      return { kind: 'expression' }
  }
}
