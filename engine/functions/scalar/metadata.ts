import type { Expression } from '../../syntax/ast.ts'
import { countText, expectArguments, kindText } from '../check.ts'
import {
  EvaluationError,
  type CheckCall,
  type PlannedFunction,
  type ScalarFunction,
} from '../definition.ts'
import { defineScalar } from './define.ts'
import { INT64 } from './shapes.ts'

const checkMeta: CheckCall = (args) => {
  const [key] = args
  if (args.length !== 1 || key === undefined) return countText(1, args.length)
  if (key.kind === 'wildcard') {
    if (key.except.length > 0) return '"EXCEPT" is not supported in meta function'
    return key.replace.length > 0 ? '"REPLACE" is not supported in meta function' : undefined
  }
  return isKey(key) ? undefined : kindText('meta reference', 1)
}

const checkMqtt: CheckCall = (args, call) => {
  const reason = checkMeta(args, call)
  if (reason !== undefined) return reason
  const [key] = args
  const name = key?.kind === 'column' ? key.name : ''
  return name === 'topic' || name === 'messageid'
    ? undefined
    : 'Parameter of mqtt function can be only topic or messageid.'
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
    whenNull: 'evaluate',
    evaluate: (args) => args[2] ?? null,
  }),
  defineScalar({
    name: 'props',
    category: 'metadata',
    signatures: ['props(name)'],
    summary: "A property of the server; there are none here, which is an error, as eKuiper's is.",
    example: { expression: "coalesce('none', name)", result: '"none"' },
    check: expectArguments('string'),
    whenNull: 'evaluate',
    evaluate: () => {
      throw new EvaluationError('')
    },
  }),
]

/** A name, also behind a stream's name, with members. */
function isKey(expression: Expression): boolean {
  if (expression.kind === 'column') return true
  if (expression.kind !== 'arrow') return false
  return isKey(expression.left) && expression.member.kind === 'column'
}
