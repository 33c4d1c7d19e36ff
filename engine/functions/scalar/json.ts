import { parseJsonText } from '../../types/json-parse.ts'
import { JsonTextError, toJsonText } from '../../types/json-text.ts'
import { isBytes, isList, isRecord, toGoText } from '../../types/go-text.ts'
import { decodeUtf8 } from '../../types/utf8.ts'
import type { Value } from '../../types/value.ts'
import { countText, expectArguments, kindText } from '../check.ts'
import { EvaluationError, type CheckCall, type ScalarFunction } from '../definition.ts'
import { argumentAt, textAt, type Args } from './arguments.ts'
import { defineScalar } from './define.ts'
import { compileJsonPath, type PathResult } from './json-path/parse.ts'

const checkPath: CheckCall = (args) => {
  if (args.length !== 2) return countText(2, args.length)
  return args[1]?.kind === 'string' ? undefined : kindText('string', 2)
}

export const jsonFunctions: readonly ScalarFunction[] = [
  defineScalar({
    name: 'to_json',
    category: 'json',
    signatures: ['to_json(x)'],
    summary: 'A value as JSON text.',
    example: { expression: 'to_json(a)', row: '{"a":[1,true]}', result: '"[1,true]"' },
    check: expectArguments('any'),
    evaluate: (args) => {
      try {
        return toJsonText(argumentAt(args, 0))
      } catch (cause) {
        if (cause instanceof JsonTextError) {
          throw new EvaluationError(`fail to convert ${toGoText(argumentAt(args, 0))} to json`)
        }
        throw cause
      }
    },
  }),
  defineScalar({
    name: 'parse_json',
    category: 'json',
    signatures: ['parse_json(text)'],
    summary: 'The value that a JSON text stands for; its numbers are floats.',
    example: { expression: 'parse_json(a)', row: '{"a":"[1]"}', result: '[1]' },
    check: expectArguments('string'),
    whenNull: 'evaluate',
    evaluate: (args) => {
      const value = argumentAt(args, 0)
      if (value === null) return null
      const parsed = parseJsonText(jsonSource(value))
      if (parsed.ok) return parsed.value
      throw new EvaluationError(`fail to parse json: ${parsed.error}`)
    },
  }),
  definePathFunction(
    'json_path_query',
    'What a JSON path finds in an object, an array or a JSON text.',
    { path: '$.b[0]', result: '1' },
    (document, path) => query(document, path),
  ),
  definePathFunction(
    'json_path_query_first',
    'The first of several results of a JSON path.',
    { path: '$.b[*]', result: '1' },
    (document, path) => {
      const result = query(document, path)
      if (!isList(result)) {
        throw new EvaluationError(`query result (${toGoText(result)}) is not an array`)
      }
      const [first] = result
      if (first === undefined) throw new EvaluationError('the query has no result')
      return first
    },
  ),
  definePathFunction(
    'json_path_exists',
    'Whether a JSON path finds anything.',
    { path: '$.b', result: 'true' },
    (document, path) => {
      try {
        const result = query(document, path)
        return isList(result) ? result.length > 0 : result !== null
      } catch (cause) {
        if (cause instanceof EvaluationError) return false
        throw cause
      }
    },
  ),
]

function definePathFunction(
  name: string,
  summary: string,
  example: { readonly path: string; readonly result: string },
  apply: (document: Value, path: PathResult) => Value,
): ScalarFunction {
  return defineScalar({
    name,
    category: 'json',
    signatures: [`${name}(x, path)`],
    summary,
    example: {
      expression: `${name}(a, '${example.path}')`,
      row: '{"a":{"b":[1,2]}}',
      result: example.result,
    },
    check: checkPath,
    whenNull: 'evaluate',
    evaluate: (args: Args) => apply(argumentAt(args, 0), compileJsonPath(textAt(args, 1))),
    bind: ([, literal]) => {
      if (typeof literal !== 'string') return undefined
      const path = compileJsonPath(literal)
      return (args) => apply(argumentAt(args, 0), path)
    },
  })
}

function query(value: Value, path: PathResult): Value {
  const document = toDocument(value)
  if (!path.ok) throw new EvaluationError(path.error)
  return path.evaluate(document)
}

function toDocument(value: Value): Value {
  if (isList(value) || isRecord(value)) return value
  if (typeof value !== 'string') {
    const found = value === null ? 'nil' : toGoText(value)
    throw new EvaluationError(`invalid data ${found} for jsonpath`)
  }
  const parsed = parseJsonText(value)
  if (parsed.ok) return parsed.value
  throw new EvaluationError(`data '${value}' is not a valid json string`)
}

function jsonSource(value: Value): string {
  if (typeof value === 'string') return value
  if (isBytes(value)) return decodeUtf8(value)
  throw new EvaluationError(`fail to convert ${toGoText(value)} to string`)
}
