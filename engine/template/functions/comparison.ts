import { compareUtf8 } from '../../types/utf8.ts'
import { isDateTime } from '../../types/go-text.ts'
import { epochNanoseconds } from '../../types/date-time.ts'
import type { DateTime, Value } from '../../types/value.ts'
import { Fault } from '../fault.ts'
import type { FunctionTable, TemplateFunction } from '../function.ts'
import { GoObject, integerOf, isTrue, typeName, type TemplateValue } from '../value.ts'

type BasicKind = 'bool' | 'int' | 'float' | 'string' | 'none'

function basicKind(value: TemplateValue): BasicKind {
  if (integerOf(value) !== undefined) return 'int'
  switch (typeof value) {
    case 'boolean':
      return 'bool'
    case 'number':
      return 'float'
    case 'string':
      return 'string'
    default:
      return 'none'
  }
}

function incompatible(a: TemplateValue, b: TemplateValue): Fault {
  return new Fault(`incompatible types for comparison: ${typeName(a)} and ${typeName(b)}`)
}

/** Numbers are never converted: an int64 equals no float64, not even its own value. */
function isEqual(a: TemplateValue, b: TemplateValue): boolean {
  const [kindA, kindB] = [basicKind(a), basicKind(b)]
  const isNilA = a === undefined || a === null
  const isNilB = b === undefined || b === null
  if (isNilA || isNilB) return isNilA && isNilB
  if (kindA !== kindB) throw incompatible(a, b)
  if (kindA === 'int') return integerOf(a) === integerOf(b)
  if (kindA !== 'none') return a === b
  if (isDateTime(a as Value) && isDateTime(b as Value)) {
    return epochNanoseconds(a as DateTime) === epochNanoseconds(b as DateTime)
  }
  if (a instanceof GoObject && b instanceof GoObject) return a.text === b.text
  throw new Fault(`non-comparable type ${typeName(a)}`)
}

function isLess(a: TemplateValue, b: TemplateValue): boolean {
  const [kindA, kindB] = [basicKind(a), basicKind(b)]
  if (kindA === 'none' || kindB === 'none') throw new Fault('invalid type for comparison')
  if (kindA !== kindB) throw incompatible(a, b)
  switch (kindA) {
    case 'int':
      return (integerOf(a) ?? 0n) < (integerOf(b) ?? 0n)
    case 'float':
      return (a as number) < (b as number)
    case 'string':
      return compareUtf8(a as string, b as string) < 0
    default:
      throw new Fault('invalid type for comparison')
  }
}

function defineComparison(
  signature: string,
  compare: (a: TemplateValue, b: TemplateValue) => boolean,
): TemplateFunction {
  return {
    category: 'comparison',
    signature,
    parameters: ['any', 'any'],
    run: ([a, b]) => compare(a, b),
  }
}

/** `and` and `or` are here for the completion; calls of them are compiled apart. */
function defineLogic(signature: string): TemplateFunction {
  return {
    category: 'comparison',
    signature,
    parameters: ['any'],
    rest: 'any',
    run: ([first]) => first,
  }
}

export const comparisonFunctions: FunctionTable = {
  and: defineLogic('and value value...'),
  or: defineLogic('or value value...'),
  not: {
    category: 'comparison',
    signature: 'not value',
    parameters: ['any'],
    run: ([value]) => !isTrue(value),
  },
  eq: {
    category: 'comparison',
    signature: 'eq value other...',
    parameters: ['any'],
    rest: 'any',
    run: ([value, ...others]) => {
      if (others.length === 0) throw new Fault('missing argument for comparison')
      return others.some((other) => isEqual(value, other))
    },
  },
  ne: defineComparison('ne a b', (a, b) => !isEqual(a, b)),
  lt: defineComparison('lt a b', isLess),
  le: defineComparison('le a b', (a, b) => isLess(a, b) || isEqual(a, b)),
  gt: defineComparison('gt a b', (a, b) => !(isLess(a, b) || isEqual(a, b))),
  ge: defineComparison('ge a b', (a, b) => !isLess(a, b)),
}
