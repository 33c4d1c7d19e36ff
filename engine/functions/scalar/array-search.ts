import { isList } from '../../types/go-text.ts'
import type { ListValue, Value } from '../../types/value.ts'
import { expectArguments } from '../check.ts'
import { EvaluationError, type ArgumentShape, type ScalarFunction } from '../definition.ts'
import { argumentAt, integerAt, listAt, recordAt, type Args } from './arguments.ts'
import { defineScalar } from './define.ts'
import { areSameIntegers, isDeepEqual, isIdentical, ValueSet } from './go-equality.ts'
import { INT } from './shapes.ts'

const two = expectArguments('any', 'any')

type Evaluate = ScalarFunction['evaluate']

/** Functions that look for a value in an array. */
export const arraySearchFunctions: readonly ScalarFunction[] = [
  defineScalar({
    name: 'array_position',
    category: 'array',
    signatures: ['array_position(array, x)'],
    summary: 'The first position of a value in an array, from 0; -1 where it is not there.',
    example: { expression: 'array_position(a, x)', row: '{"a":[5,7],"x":7}', result: '1' },
    check: two,
    whenNull: 'evaluate',
    ...search(-1n, (list, value) => BigInt(list.findIndex((item) => isDeepEqual(item, value)))),
    shape: () => INT,
  }),
  defineScalar({
    name: 'array_last_position',
    category: 'array',
    signatures: ['array_last_position(array, x)'],
    summary: 'The last position of a value in an array, from 0; -1 where it is not there.',
    example: { expression: 'array_last_position(a, x)', row: '{"a":[7,5,7],"x":7}', result: '2' },
    check: two,
    whenNull: 'evaluate',
    ...search(-1n, (list, value) => BigInt(list.findLastIndex((item) => isDeepEqual(item, value)))),
    shape: () => INT,
  }),
  defineScalar({
    name: 'array_contains',
    category: 'array',
    signatures: ['array_contains(array, x)'],
    summary: 'Whether a value is in an array.',
    example: { expression: 'array_contains(a, x)', row: '{"a":[5,7],"x":7}', result: 'true' },
    check: two,
    whenNull: 'evaluate',
    ...search(false, (list, value) => list.some((item) => isIdentical(item, value))),
  }),
  defineScalar({
    name: 'array_contains_any',
    category: 'array',
    signatures: ['array_contains_any(array, others)'],
    summary: 'Whether an array has at least one value of another.',
    example: {
      expression: 'array_contains_any(a, b)',
      row: '{"a":[1,2],"b":[2,3]}',
      result: 'true',
    },
    check: two,
    whenNull: 'evaluate',
    evaluate: (args) => {
      if (argumentAt(args, 0) === null) return false
      const list = listAt(args, 0, 'first')
      const others = listAt(args, 1, 'second')
      return list.some((item) => others.some((other) => isIdentical(item, other)))
    },
    bind: refuseTextLists,
  }),
  defineScalar({
    name: 'array_remove',
    category: 'array',
    signatures: ['array_remove(array, x)'],
    summary: 'An array without every occurrence of a value; the array itself is changed, too.',
    example: { expression: 'array_remove(a, x)', row: '{"a":[5,7,5],"x":5}', result: '[7]' },
    check: two,
    whenNull: 'evaluate',
    evaluate: (args) => removeInPlace(args, true),
    bind: (literals, shapes) => {
      const refused = refuseTextLists(literals, shapes)
      if (refused !== undefined) return refused
      const canEqual = areSameIntegers(shapes[0], shapes[1]?.integer)
      return (args) => removeInPlace(args, canEqual)
    },
  }),
  defineScalar({
    name: 'element_at',
    category: 'array',
    signatures: ['element_at(array, index)', 'element_at(object, name)'],
    summary: 'An element of an array, negative indexes from the end, or a member of an object.',
    example: { expression: 'element_at(a, 1)', row: '{"a":[5,7]}', result: '7' },
    check: two,
    evaluate: elementAt,
  }),
  defineSets({
    name: 'array_intersect',
    summary: 'The values that both arrays have, once each.',
    result: '[2]',
    whenNull: null,
    combine: (a, b) => {
      const first = new ValueSet()
      for (const item of a) first.add(item)
      const taken = new ValueSet()
      return b.filter((item) => first.has(item) && taken.add(item))
    },
  }),
  defineSets({
    name: 'array_union',
    summary: 'The values of both arrays, once each; null counts as empty.',
    result: '[1,2,3]',
    whenNull: 'evaluate',
    combine: (a, b) => {
      const taken = new ValueSet()
      return [...a, ...b].filter((item) => taken.add(item))
    },
  }),
  defineSets({
    name: 'array_except',
    summary: 'The values of an array that another has not, once each.',
    result: '[1]',
    whenNull: 'evaluate',
    isNullWithFirst: true,
    combine: (a, b) => {
      const taken = new ValueSet()
      for (const item of b) taken.add(item)
      return a.filter((item) => taken.add(item))
    },
  }),
]

/** A null array contains nothing; what else is no array is an error. */
function search(
  nothing: Value,
  find: (list: ListValue, value: Value) => Value,
): { readonly evaluate: Evaluate; readonly bind: NonNullable<ScalarFunction['bind']> } {
  const evaluate: Evaluate = (args) => {
    if (argumentAt(args, 0) === null) return nothing
    return find(listAt(args, 0, 'first'), argumentAt(args, 1))
  }
  return {
    evaluate,
    bind: (literals, shapes) => {
      const refused = refuseTextLists(literals, shapes)
      if (refused !== undefined) return refused
      if (areSameIntegers(shapes[0], shapes[1]?.integer)) return undefined
      return (args, context) =>
        typeof args[1] === 'bigint' && isList(args[0]) ? nothing : evaluate(args, context)
    },
  }
}

/** A Go []string, such as `keys` gives, is no array for these functions. */
export function refuseTextLists(
  _: readonly (Value | undefined)[],
  shapes: readonly ArgumentShape[],
): Evaluate | undefined {
  const place = shapes.findIndex((shape) => shape.isTextList)
  if (place < 0) return undefined
  return (args) => {
    if (argumentAt(args, place) === null) return null
    throw new EvaluationError(
      `${place === 0 ? 'first' : 'second'} argument should be array of interface{}`,
    )
  }
}

/** eKuiper moves the remaining elements to the front of the very array, which the column then shows. */
function removeInPlace(args: Args, canEqual: boolean): Value {
  if (argumentAt(args, 0) === null) return null
  const list = listAt(args, 0, 'first') as Value[]
  const value = argumentAt(args, 1)
  let length = 0
  for (const item of [...list]) {
    const isRemoved = isDeepEqual(item, value) && (canEqual || typeof value !== 'bigint')
    if (isRemoved) continue
    if (!Object.isFrozen(list)) list[length] = item
    length++
  }
  return list.slice(0, length)
}

function elementAt(args: Args): Value {
  const container = argumentAt(args, 0)
  if (isList(container)) {
    const index = Number(integerAt(args, 1))
    const element = container[index < 0 ? index + container.length : index]
    if (element !== undefined) return element
    throw new EvaluationError('index out of range')
  }
  const record = recordAt(
    args,
    0,
    'first argument should be []interface{} or map[string]interface{}',
  )
  const name = argumentAt(args, 1)
  if (typeof name !== 'string') throw new EvaluationError('second argument should be string')
  return record[name] ?? null
}

function listOrEmpty(args: Args, index: number, place: string): ListValue {
  return argumentAt(args, index) === null ? [] : listAt(args, index, place)
}

interface SetFunction {
  readonly name: string
  readonly summary: string
  readonly result: string
  readonly whenNull: null | 'evaluate'
  /** The result is null when the first array is. */
  readonly isNullWithFirst?: boolean
  readonly combine: (a: ListValue, b: ListValue) => Value
}

function defineSets(options: SetFunction): ScalarFunction {
  const { name, summary, result, whenNull, isNullWithFirst, combine } = options
  return defineScalar({
    name,
    category: 'array',
    signatures: [`${name}(array, other)`],
    summary,
    example: { expression: `${name}(a, b)`, row: '{"a":[1,2],"b":[2,3]}', result },
    check: two,
    whenNull,
    evaluate: (args) => {
      if (isNullWithFirst === true && argumentAt(args, 0) === null) return null
      return combine(listOrEmpty(args, 0, 'first'), listOrEmpty(args, 1, 'second'))
    },
    bind: refuseTextLists,
  })
}
