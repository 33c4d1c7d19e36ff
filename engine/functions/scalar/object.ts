import { toText } from '../../types/cast.ts'
import { isList, isRecord, toGoText } from '../../types/go-text.ts'
import {
  createRecord,
  type ListValue,
  type MutableRecord,
  type RecordValue,
  type Value,
} from '../../types/value.ts'
import { expectArguments, expectAtLeast, kindText, literalKind } from '../check.ts'
import { EvaluationError, type CheckCall, type ScalarFunction } from '../definition.ts'
import { argumentAt, recordAt, type Args } from './arguments.ts'
import { defineScalar } from './define.ts'
import { INT } from './shapes.ts'

const one = expectArguments('any')
const atLeastTwo = expectAtLeast(2, 'any', (found) => `At least has 2 argument but found ${found}.`)

const checkConstruct: CheckCall = (args) => {
  if (args.length % 2 !== 0) return 'the args must be key value pairs'
  for (let index = 0; index < args.length; index += 2) {
    const key = args[index]
    const kind = key === undefined ? undefined : literalKind(key)
    if (kind !== undefined && kind !== 'string') return kindText('string', index + 1)
  }
  return undefined
}

const NO_OBJECT = 'the argument should be map[string]interface{}'

/** Lists of names and values come in the order the object has them; eKuiper's order is random. */
export const objectFunctions: readonly ScalarFunction[] = [
  defineScalar({
    name: 'keys',
    category: 'object',
    signatures: ['keys(object)'],
    summary: 'The names of the members of an object.',
    example: { expression: 'keys(o)', row: '{"o":{"a":1}}', result: '["a"]' },
    check: one,
    evaluate: (args) => Object.keys(recordAt(args, 0, NO_OBJECT)),
    shape: () => ({ isTextList: true }),
  }),
  defineScalar({
    name: 'values',
    category: 'object',
    signatures: ['values(object)'],
    summary: 'The values of the members of an object.',
    example: { expression: 'values(o)', row: '{"o":{"a":1}}', result: '[1]' },
    check: one,
    evaluate: (args) => entriesOf(recordAt(args, 0, NO_OBJECT)).map(([, value]) => value),
  }),
  defineScalar({
    name: 'items',
    category: 'object',
    signatures: ['items(object)'],
    summary: 'The members of an object as pairs of name and value.',
    example: { expression: 'items(o)', row: '{"o":{"a":1}}', result: '[["a",1]]' },
    check: one,
    evaluate: (args) =>
      entriesOf(recordAt(args, 0, 'first argument should be map[string]interface{}')).map(
        ([name, value]) => [name, value],
      ),
  }),
  defineScalar({
    name: 'object',
    category: 'object',
    signatures: ['object(names, values)'],
    summary: 'An object from an array of names and an array of values.',
    example: { expression: 'object(a, b)', row: '{"a":["x"],"b":[1]}', result: '{"x":1}' },
    check: expectArguments('any', 'any'),
    evaluate: combineLists,
  }),
  defineScalar({
    name: 'zip',
    category: 'object',
    signatures: ['zip(pairs)'],
    summary: 'An object from an array of pairs of name and value.',
    example: { expression: 'zip(a)', row: '{"a":[["x",1]]}', result: '{"x":1}' },
    check: one,
    evaluate: (args) => zipPairs(argumentAt(args, 0)),
  }),
  defineScalar({
    name: 'object_construct',
    category: 'object',
    signatures: ['object_construct(name, value, ...)'],
    summary: 'An object from names and values in turn; a member whose name is null is left out.',
    example: { expression: "object_construct('k', a)", row: '{"a":1}', result: '{"k":1}' },
    check: checkConstruct,
    whenNull: 'evaluate',
    evaluate: construct,
  }),
  defineScalar({
    name: 'object_concat',
    category: 'object',
    signatures: ['object_concat(a, b, ...)'],
    summary: 'One object with the members of all; later ones win.',
    example: {
      expression: 'object_concat(a, b)',
      row: '{"a":{"x":1},"b":{"y":2}}',
      result: '{"x":1,"y":2}',
    },
    check: atLeastTwo,
    whenNull: 'evaluate',
    evaluate: (args) => {
      const merged = createRecord()
      for (const [index, value] of args.entries()) {
        if (value === null) continue
        Object.assign(merged, recordAt(args, index, `${NO_OBJECT}, got ${toGoText(value)}`))
      }
      return merged
    },
  }),
  defineScalar({
    name: 'erase',
    category: 'object',
    signatures: ['erase(object, name)', 'erase(object, names)'],
    summary: 'An object without a member, or without those of an array of names.',
    example: { expression: "erase(o, 'a')", row: '{"o":{"a":1,"b":2}}', result: '{"b":2}' },
    check: atLeastTwo,
    evaluate: (args) => {
      if (args.length !== 2) {
        throw new EvaluationError(`the argument number should be 2, got ${args.length}`)
      }
      const erased = new Set(namesAt(args, 1))
      const kept = createRecord()
      for (const [name, value] of entriesOf(firstRecord(args))) {
        if (!erased.has(name)) kept[name] = value
      }
      return kept
    },
  }),
  defineScalar({
    name: 'object_pick',
    category: 'object',
    signatures: ['object_pick(object, name, ...)', 'object_pick(object, names)'],
    summary: 'An object with only the named members; a name may be a path with dots.',
    example: { expression: "object_pick(o, 'a')", row: '{"o":{"a":1,"b":2}}', result: '{"a":1}' },
    check: atLeastTwo,
    whenNull: 'evaluate',
    evaluate: (args) => {
      const value = argumentAt(args, 0)
      if (value === null) return null
      const record = recordAt(args, 0, `the first argument should be a map, got ${toGoText(value)}`)
      const picked = createRecord()
      for (const name of pickedNames(args)) pickPath(record, name.split('.'), picked)
      return picked
    },
  }),
  defineScalar({
    name: 'object_size',
    category: 'object',
    signatures: ['object_size(object)'],
    summary: 'The number of members of an object.',
    example: { expression: 'object_size(o)', row: '{"o":{"a":1,"b":2}}', result: '2' },
    check: one,
    whenNull: 'evaluate',
    evaluate: (args) => {
      const value = argumentAt(args, 0)
      if (value === null) return 0n
      const message = `the first argument should be map[string]any, got ${toGoText(value)}`
      return BigInt(entriesOf(recordAt(args, 0, message)).length)
    },
    shape: () => INT,
  }),
  defineScalar({
    name: 'obj_to_kvpair_array',
    category: 'object',
    signatures: ['obj_to_kvpair_array(object)'],
    summary: 'The members of an object as an array of objects with `key` and `value`.',
    example: {
      expression: 'obj_to_kvpair_array(o)',
      row: '{"o":{"a":1}}',
      result: '[{"key":"a","value":1}]',
    },
    check: one,
    evaluate: (args) =>
      entriesOf(firstRecord(args)).map(([key, value]) => {
        const pair = createRecord()
        pair['key'] = key
        pair['value'] = value
        return pair
      }),
  }),
]

function entriesOf(record: RecordValue): (readonly [string, Value])[] {
  return Object.entries(record).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
}

function firstRecord(args: Args): RecordValue {
  const found = toGoText(argumentAt(args, 0))
  return recordAt(args, 0, `the first argument should be map[string]interface{}, got ${found}`)
}

function namesAt(args: Args, index: number): string[] {
  const value = argumentAt(args, index)
  if (typeof value === 'string') return [value]
  if (isList(value)) return value.map(toText)
  if (value === null) return []
  throw new EvaluationError('the argument should be slice or string')
}

function combineLists(args: Args): Value {
  const names = argumentAt(args, 0)
  if (!isList(names) || !names.every((name) => typeof name === 'string')) {
    throw new EvaluationError('first argument should be []string')
  }
  const values = argumentAt(args, 1)
  if (!isList(values)) throw new EvaluationError('second argument should be []interface{}')
  if (names.length !== values.length) {
    throw new EvaluationError('the length of the arguments should be same')
  }
  const record = createRecord()
  for (const [index, name] of names.entries()) record[name] = values[index] ?? null
  return record
}

function zipPairs(pairs: Value): MutableRecord {
  const shape = 'each argument should be [][2]interface{}'
  if (!isList(pairs)) throw new EvaluationError(shape)
  const record = createRecord()
  for (const pair of pairs) {
    if (pair === null) continue
    if (!isList(pair) || pair.length !== 2) throw new EvaluationError(shape)
    addPair(record, pair)
  }
  return record
}

function addPair(record: MutableRecord, [name, value]: ListValue): void {
  if (typeof name !== 'string') {
    throw new EvaluationError('the first element in the list item should be string')
  }
  record[name] = value ?? null
}

function construct(args: Args): Value {
  const record = createRecord()
  for (let index = 0; index < args.length; index += 2) {
    const key = argumentAt(args, index)
    if (key === null) continue
    if (typeof key !== 'string') throw new EvaluationError(`key ${toGoText(key)} is not a string`)
    record[key] = argumentAt(args, index + 1)
  }
  return record
}

/** An array of names, or one name an argument; what is no text is passed over. */
function pickedNames(args: Args): string[] {
  const first = argumentAt(args, 1)
  if (!isList(first) && typeof first !== 'string') return []
  const names = isList(first) ? first : args.slice(1)
  return names.filter((name) => typeof name === 'string')
}

/** A second path with the same parent lands beside that parent, as in eKuiper. */
function pickPath(record: RecordValue, path: readonly string[], picked: MutableRecord): void {
  let value: Value | undefined = record
  for (const name of path) value = isRecord(value) ? value[name] : undefined
  const last = path.at(-1)
  if (value === undefined || last === undefined) return
  let target = picked
  for (const name of path.slice(0, -1)) {
    if (target[name] !== undefined) continue
    const inner = createRecord()
    target[name] = inner
    target = inner
  }
  target[last] = value
}
