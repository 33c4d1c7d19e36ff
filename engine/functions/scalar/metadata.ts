import type { Expression, Wildcard } from '../../syntax/ast.ts'
import { countText, expectArguments, kindText, literalKind } from '../check.ts'
import {
  EvaluationError,
  type CheckCall,
  type PlannedFunction,
  type ScalarFunction,
} from '../definition.ts'
import { toGoText } from '../../types/go-text.ts'
import { argumentAt } from './arguments.ts'
import { defineScalar } from './define.ts'
import { INT64 } from './shapes.ts'

const checkMeta: CheckCall = (args) => {
  const [key] = args
  if (args.length !== 1 || key === undefined) return countText(1, args.length)
  if (key.kind === 'wildcard') return checkStar(key)
  return isKey(key) ? undefined : kindText('meta reference', 1)
}

const checkMqtt: CheckCall = (args) => {
  const [key] = args
  if (args.length !== 1 || key === undefined) return countText(1, args.length)
  if (literalKind(key) !== undefined) return kindText('meta reference', 1)
  const name = key.kind === 'wildcard' ? '*' : key.kind === 'column' ? key.name : 'topic'
  return ['topic', 'messageid'].includes(name.toLowerCase())
    ? undefined
    : 'Parameter of mqtt function can be only topic or messageid.'
}

function checkStar(star: Wildcard): string | undefined {
  if (star.except.length > 0) return '"EXCEPT" is not supported in meta function'
  return star.replace.length > 0 ? '"REPLACE" is not supported in meta function' : undefined
}

const STATE_TYPES = ['bigint', 'float', 'string', 'boolean', 'datetime']

const checkKeyedState: CheckCall = (args) => {
  if (args.length !== 3) return countText(3, args.length)
  const type = args[1]
  if (type?.kind !== 'string') return kindText('string', 1)
  if (STATE_TYPES.includes(type.value)) return undefined
  return `expect one of following value for the 2nd parameter: ${STATE_TYPES.join(', ')}`
}

/** Evaluated by the expression compiler, which has the row. */
export const rowContextFunctions: readonly PlannedFunction[] = [
  {
    kind: 'row-context',
    name: 'meta',
    category: 'metadata',
    signatures: ['meta(key)', 'meta(stream.key)', 'meta(key->member)', 'meta(*)'],
    summary: 'What the source said about the message, such as the topic it came on.',
    example: { expression: 'meta(nothing)', result: 'null' },
    check: checkMeta,
  },
  {
    kind: 'row-context',
    name: 'mqtt',
    category: 'metadata',
    signatures: ['mqtt(topic)', 'mqtt(messageid)'],
    summary: 'The topic or the message number of a message that came by MQTT.',
    example: { expression: "mqtt(topic) = 'plant/1'", result: 'true' },
    check: checkMqtt,
  },
  {
    kind: 'row-context',
    name: 'event_time',
    category: 'metadata',
    signatures: ['event_time()'],
    summary: 'The time of the row in milliseconds since 1970.',
    example: { expression: 'event_time()', result: '1700000000000' },
    check: expectArguments(),
  },
]

export const metadataFunctions: readonly ScalarFunction[] = [
  defineScalar({
    name: 'tstamp',
    category: 'metadata',
    signatures: ['tstamp()'],
    summary: 'The time now in milliseconds since 1970.',
    example: { expression: 'tstamp() > 0', result: 'true' },
    check: expectArguments(),
    evaluate: (_, context) => BigInt(Math.floor(context.now())),
    shape: () => INT64,
  }),
  defineScalar({
    name: 'rule_id',
    category: 'metadata',
    signatures: ['rule_id()'],
    summary: 'The id of the rule.',
    example: { expression: 'rule_id()', result: '"example"' },
    check: expectArguments(),
    evaluate: (_, context) => context.ruleId,
  }),
  defineScalar({
    name: 'rule_start',
    category: 'metadata',
    signatures: ['rule_start()'],
    summary: 'When the rule started, in milliseconds since 1970.',
    example: { expression: 'rule_start() > 0', result: 'true' },
    check: expectArguments(),
    evaluate: (_, context) => BigInt(context.ruleStart),
    shape: () => INT64,
  }),
  defineScalar({
    name: 'get_keyed_state',
    category: 'metadata',
    signatures: ['get_keyed_state(key, type, default)'],
    summary: 'A value that was kept under a key; here always the default, as nothing is kept.',
    example: { expression: "get_keyed_state('k', 'bigint', 5)", result: '5' },
    check: checkKeyedState,
    evaluate: (args) => {
      const key = argumentAt(args, 0)
      if (typeof key === 'string') return argumentAt(args, 2)
      throw new EvaluationError(`key ${toGoText(key)} is not a string`)
    },
  }),
  defineScalar({
    name: 'props',
    category: 'metadata',
    signatures: ['props(name)'],
    summary:
      'A property of the server: `et` is when it started, in milliseconds since 1970, as a text (here: when the rules started); others are an error.',
    example: { expression: "props('et')", result: '"1700000000000"' },
    check: expectArguments('string'),
    whenNull: 'evaluate',
    evaluate: (args, context) => {
      const name = argumentAt(args, 0)
      if (name === 'et') return String(context.ruleStart)
      throw new EvaluationError(
        typeof name === 'string'
          ? ''
          : `invalid input ${toGoText(name)}: must be property name of string type`,
      )
    },
  }),
]

/**
 * A name, or whatever is made of a member of one: eKuiper looks down the left sides for a path that
 * starts with a name, so `meta(a->b + 1)` is fine and `meta(a + 1)` is not.
 */
function isKey(expression: Expression): boolean {
  if (expression.kind === 'column') return true
  for (let inner: Expression | undefined = expression; inner !== undefined;) {
    const left: Expression | undefined = leftOf(inner)
    if (left?.kind === 'column' && (inner.kind === 'arrow' || left.qualifier !== undefined)) {
      return true
    }
    inner = left
  }
  return false
}

function leftOf(expression: Expression): Expression | undefined {
  switch (expression.kind) {
    case 'binary':
    case 'arrow':
    case 'index':
    case 'slice':
    case 'in':
      return expression.left
    case 'like':
    case 'between':
      return expression.operand
    default:
      return undefined
  }
}
