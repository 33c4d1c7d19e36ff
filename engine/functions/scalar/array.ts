import { toInt64Loose, toText } from '../../types/cast.ts'
import { describeValue, isBytes, isList, isRecord, toGoText } from '../../types/go-text.ts'
import { compareUtf8 } from '../../types/utf8.ts'
import {
  createRecord,
  NIL_LIST,
  type ListValue,
  type MutableRecord,
  type Value,
} from '../../types/value.ts'
import { expectAtLeast, expectArguments } from '../check.ts'
import { EvaluationError, type CheckCall, type ScalarFunction } from '../definition.ts'
import { argumentAt, listAt, unwrap } from './arguments.ts'
import { refuseTextLists } from './array-search.ts'
import { defineScalar } from './define.ts'
import { INT } from './shapes.ts'

const one = expectArguments('any')

export const arrayFunctions: readonly ScalarFunction[] = [
  defineScalar({
    name: 'cardinality',
    category: 'array',
    signatures: ['cardinality(array)'],
    summary: 'The number of elements of an array; 0 for anything else.',
    example: { expression: 'cardinality(a)', row: '{"a":[5,null]}', result: '2' },
    check: one,
    whenNull: 0n,
    evaluate: (args) => {
      const value = argumentAt(args, 0)
      return BigInt(isList(value) || isBytes(value) ? value.length : 0)
    },
    shape: () => INT,
  }),
  defineScalar({
    name: 'array_cardinality',
    category: 'array',
    signatures: ['array_cardinality(array)'],
    summary: 'The number of elements of an array that are not null.',
    example: { expression: 'array_cardinality(a)', row: '{"a":[5,null]}', result: '1' },
    check: one,
    whenNull: 0n,
    evaluate: (args) => {
      const list = listAt(args, 0, 'first')
      return BigInt(list.reduce<number>((count, item) => count + (item === null ? 0 : 1), 0))
    },
    bind: refuseTextLists,
    shape: () => INT,
  }),
  defineScalar({
    name: 'array_create',
    category: 'array',
    signatures: ['array_create(a, b, ...)'],
    summary: 'An array of the arguments without the nulls; null where there are none.',
    example: { expression: "array_create(a, 'x')", row: '{"a":1}', result: '[1,"x"]' },
    check: () => undefined,
    whenNull: 'evaluate',
    evaluate: (args) => (args.length === 0 ? null : args.filter((value) => value !== null)),
    shape: (shapes) => {
      const [first] = shapes
      const isUniform = shapes.every((shape) => shape.integer === first?.integer)
      return isUniform && first?.integer !== undefined ? { elements: first.integer } : {}
    },
  }),
  defineScalar({
    name: 'array_concat',
    category: 'array',
    signatures: ['array_concat(a, b, ...)'],
    summary: 'The elements of all arrays, one after the other; null arrays count as empty.',
    example: { expression: 'array_concat(a, b)', row: '{"a":[1],"b":[2]}', result: '[1,2]' },
    check: expectAtLeast(1, 'any', (found) => `At least has 1 argument but found ${found}.`),
    whenNull: 'evaluate',
    evaluate: (args) => {
      const all = args.flatMap((value) => {
        if (value === null) return []
        if (isList(value)) return value
        throw new EvaluationError('array elements should be array')
      })
      return all.length === 0 ? NIL_LIST : all
    },
  }),
  defineScalar({
    name: 'array_flatten',
    category: 'array',
    signatures: ['array_flatten(array)'],
    summary: 'An array with the elements of its inner arrays in their place, one level deep.',
    example: { expression: 'array_flatten(a)', row: '{"a":[[1],[2,3]]}', result: '[1,2,3]' },
    check: one,
    evaluate: (args) => {
      const all = listAt(args, 0, 'first').flatMap((item) => (isList(item) ? item : [item]))
      return all.length === 0 ? NIL_LIST : all
    },
    bind: refuseTextLists,
  }),
  defineScalar({
    name: 'array_distinct',
    category: 'array',
    signatures: ['array_distinct(array)'],
    summary: 'An array with every value once.',
    example: { expression: 'array_distinct(a)', row: '{"a":[1,2,1]}', result: '[1,2]' },
    check: one,
    evaluate: (args) => {
      const seen = new Set<Value>()
      // Lists, objects and times are kept as they are.
      return listAt(args, 0, 'first').filter((item) => {
        if ((typeof item === 'object' && item !== null) || !seen.has(item)) {
          seen.add(item)
          return true
        }
        return false
      })
    },
    bind: refuseTextLists,
  }),
  defineScalar({
    name: 'array_sort',
    category: 'array',
    signatures: ['array_sort(array)'],
    summary: 'An array in the order of its elements as text, so that 10 comes before 9.',
    example: { expression: 'array_sort(a)', row: '{"a":["b","a"]}', result: '["a","b"]' },
    check: one,
    evaluate: (args) => {
      const list = argumentAt(args, 0)
      if (!isList(list)) throw new EvaluationError('array elements should be array')
      const keyed = list.map((item) => ({ item, text: toGoText(item) }))
      return keyed.toSorted((a, b) => compareUtf8(a.text, b.text)).map(({ item }) => item)
    },
  }),
  defineScalar({
    name: 'array_shuffle',
    category: 'array',
    signatures: ['array_shuffle(array)'],
    summary: 'An array in random order.',
    example: { expression: 'array_shuffle(a)', row: '{"a":[7]}', result: '[7]' },
    check: one,
    evaluate: (args, context) => {
      const list = [...listAt(args, 0, 'first')]
      for (let last = list.length - 1; last > 0; last--) {
        const other = Math.floor(context.random() * (last + 1))
        const moved = list[last] ?? null
        list[last] = list[other] ?? null
        list[other] = moved
      }
      return list
    },
    bind: refuseTextLists,
  }),
  defineExtreme('array_max', 'The largest element of an array of numbers or texts.', '3', 1),
  defineExtreme('array_min', 'The smallest element of an array of numbers or texts.', '1', -1),
  defineScalar({
    name: 'array_join',
    category: 'array',
    signatures: ['array_join(array, separator)', 'array_join(array, separator, null_text)'],
    summary: 'The elements of an array as one text; nulls are left out unless they have a text.',
    example: { expression: "array_join(a, '-')", row: '{"a":["x",1,null]}', result: '"x-1"' },
    check: expectTwoOrThree,
    evaluate: (args) => {
      const list = listAt(args, 0, 'first')
      const separator = textOnly(argumentAt(args, 1), 'second')
      const nullText = args.length > 2 ? textOnly(argumentAt(args, 2), 'third') : ''
      return list
        .filter((item) => item !== null || nullText !== '')
        .map((item) => (item === null ? nullText : toText(item)))
        .join(separator)
    },
    bind: refuseTextLists,
  }),
  defineScalar({
    name: 'kvpair_array_to_obj',
    category: 'array',
    signatures: ['kvpair_array_to_obj(array)'],
    summary: 'An object from an array of objects with `key` and `value`.',
    example: {
      expression: 'kvpair_array_to_obj(a)',
      row: '{"a":[{"key":"x","value":1}]}',
      result: '{"x":1}',
    },
    check: one,
    evaluate: (args) => pairsToRecord(listAt(args, 0, 'first')),
    bind: refuseTextLists,
  }),
]

function expectTwoOrThree(...[args]: Parameters<CheckCall>): string | undefined {
  if (args.length === 2 || args.length === 3) return undefined
  return `Expect two or three arguments but found ${args.length}.`
}

function defineExtreme(
  name: string,
  summary: string,
  result: string,
  direction: 1 | -1,
): ScalarFunction {
  return defineScalar({
    name,
    category: 'array',
    signatures: [`${name}(array)`],
    summary,
    example: { expression: `${name}(a)`, row: '{"a":[3,1,2]}', result },
    check: one,
    evaluate: (args) => findExtreme(listAt(args, 0, 'first'), direction),
    bind: refuseTextLists,
  })
}

/** The first element that is not null decides the type. Integers take floats, cut; floats no integers. */
function findExtreme(list: ListValue, direction: 1 | -1): Value {
  let best: Value = null
  for (const item of list) {
    if (item === null) continue
    if (best === null) {
      if (!['number', 'bigint', 'string'].includes(typeof item)) {
        throw new EvaluationError(`found invalid arg ${describeValue(item)}`)
      }
      best = item
      continue
    }
    const candidate = sameKind(best, item)
    if (orderOf(candidate, best) * direction > 0) best = candidate
  }
  return best
}

function sameKind(first: Value, item: Value): Value {
  if (typeof first === typeof item) return item
  if (typeof first === 'bigint' && typeof item === 'number') return unwrap(toInt64Loose(item))
  const names = { number: 'float64', bigint: 'int64', string: 'string' } as const
  const name = names[typeof first as 'number' | 'bigint' | 'string']
  throw new EvaluationError(`requires ${name} but found ${describeValue(item)}`)
}

function orderOf(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return compareUtf8(a, b)
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : a > b ? 1 : 0
  return 0
}

function textOnly(value: Value, place: string): string {
  if (typeof value === 'string') return value
  throw new EvaluationError(`${place} argument should be string`)
}

function pairsToRecord(list: ListValue): MutableRecord {
  const record = createRecord()
  for (const item of list) {
    if (!isRecord(item)) {
      throw new EvaluationError('array item should be map[string]interface{}')
    }
    const { key, value } = item
    const isPair = Object.keys(item).length === 2 && typeof key === 'string' && value !== undefined
    if (!isPair) throw new EvaluationError('array item should be key-value pair')
    record[key] = value
  }
  return record
}
