import type { Expression } from '../../syntax/ast.ts'
import type { Properties } from '../properties.ts'
import { parseCondition, type ReadContext } from './pasted-sql.ts'

export function readFilter(node: string, properties: Properties, context: ReadContext): Expression {
  return parseCondition(node, 'expr', requireExpression(properties), context)
}

export interface SwitchParts {
  readonly cases: readonly Expression[]
  readonly stopsAtFirstMatch: boolean
}

export function readSwitch(
  node: string,
  properties: Properties,
  context: ReadContext,
): SwitchParts {
  const cases = properties.texts('cases')
  if (cases.length === 0) properties.reject('cases', 'cases must have at least one condition')
  return {
    cases: cases.map((text, index) => parseCondition(node, `cases[${index}]`, text, context)),
    stopsAtFirstMatch: properties.isTrue('stopAtFirstMatch'),
  }
}

export function requireExpression(properties: Properties): string {
  const value = properties.raw('expr')
  if (value === undefined) return properties.reject('expr', 'expr is missing')
  return typeof value === 'string' ? value : properties.fail('expr', 'string', value)
}
