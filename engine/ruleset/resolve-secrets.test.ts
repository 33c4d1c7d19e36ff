import { describe, expect, test } from 'vitest'
import type { RunDefinition } from '../runtime/run.ts'
import { resolveRulesetSecrets, resolveSecrets, type SecretSource } from './resolve-secrets.ts'
import {
  freshSecretId, isBrokenReference, secretIdOf, secretIdsIn, secretReference,
} from './secret-reference.ts' // prettier-ignore

const known: Readonly<Record<string, string>> = { PW: 'a"b\\c', TOKEN: 'tok' }
const source: SecretSource = {
  find: (id) => (Object.hasOwn(known, id) ? known[id] : undefined),
  hint: (id) => `Give ${id}.`,
}

describe('a reference', () => {
  test.each([
    ['${secret:PW}', 'PW', false],
    ['${secret:_a1}', '_a1', false],
    ['${secret:my-id}', undefined, true],
    ['${secret:1}', undefined, true],
    ['${secret:PW} ', undefined, true],
    ['x${secret:PW}', undefined, false],
    ['{{.secret}}', undefined, false],
    [7, undefined, false],
  ])('%j refers to %j; broken: %j', (value, id, isBroken) => {
    expect(secretIdOf(value)).toBe(id)
    expect(isBrokenReference(value)).toBe(isBroken)
  })

  test('is found at any depth', () => {
    const data = { a: [{ b: secretReference('X') }, secretReference('Y')], c: 'Z', d: null }
    expect([...secretIdsIn(data)]).toEqual(['X', 'Y'])
  })

  test.each([
    [['alarm', 'password'], [], 'ALARM_PASSWORD'],
    [['alarm', 'password'], ['ALARM_PASSWORD', 'ALARM_PASSWORD_2'], 'ALARM_PASSWORD_3'],
    [['Öl 2', 'privateKeyRaw'], [], 'OL_2_PRIVATE_KEY_RAW'],
    [['温度', ''], [], 'SECRET'],
    [['9', 'x'], [], 'X'],
  ])('gets an id of the words %j beside %j: %s', (words, taken, id) => {
    expect(freshSecretId(words, new Set(taken))).toBe(id)
  })
})

const definition: RunDefinition = {
  streams: [
    'CREATE STREAM one () WITH (TYPE="mqtt", DATASOURCE="a", CONF_KEY="mine")',
    'CREATE STREAM two () WITH (TYPE="mqtt", DATASOURCE="a")',
  ],
  rules: [
    {
      id: 'r',
      sql: '${secret:PW}',
      actions: [
        { mqtt: { password: '${secret:PW}', topic: 't' } },
        { rest: { headers: { Authorization: '${secret:TOKEN}', list: ['${secret:PW}'] } } },
      ],
      options: {},
    },
    { id: 'g', graph: { nodes: { out: { props: { password: '${secret:PW}' } } } }, actions: [], options: {} }, // prettier-ignore
  ],
  sourceConfigurations: {
    mqtt: {
      default: { password: '${secret:PW}' },
      mine: { password: '${secret:TOKEN}' },
      unused: { password: '${secret:GONE}' },
    },
  },
}

describe('resolving a run', () => {
  test('puts values in everywhere properties are, and says which', () => {
    const resolved = resolveSecrets(definition, source)
    expect(resolved.problems).toEqual([])
    expect(resolved.values).toEqual(['a"b\\c', 'tok'])
    const [rule, graph] = resolved.definition.rules
    expect(rule?.actions).toEqual([
      { mqtt: { password: 'a"b\\c', topic: 't' } },
      { rest: { headers: { Authorization: 'tok', list: ['a"b\\c'] } } },
    ])
    expect(rule?.sql).toBe('${secret:PW}')
    expect(graph?.graph).toEqual({ nodes: { out: { props: { password: 'a"b\\c' } } } })
    expect(resolved.definition.sourceConfigurations['mqtt']).toEqual({
      default: { password: 'a"b\\c' },
      mine: { password: 'tok' },
      unused: { password: '${secret:GONE}' },
    })
    expect(definition.rules[0]?.actions[0]).toEqual({
      mqtt: { password: '${secret:PW}', topic: 't' },
    })
  })

  test('a missing one is an error at its property that says what to do', () => {
    const none: SecretSource = { ...source, find: () => undefined }
    const { problems, values } = resolveSecrets(definition, none)
    expect(values).toEqual([])
    expect(problems.map(({ place, diagnostic }) => [place, diagnostic.message])).toEqual([
      ['action/r/0/password', 'the secret "PW" has no value here'],
      ['action/r/1/headers', 'the secret "TOKEN" has no value here'],
      ['action/r/1/headers', 'the secret "PW" has no value here'],
      ['rule/g/graph', 'the secret "PW" has no value here'],
      ['stream/one/password', 'the secret "TOKEN" has no value here'],
      ['stream/two/password', 'the secret "PW" has no value here'],
    ])
    expect(problems[0]?.diagnostic).toMatchObject({
      code: 'RUL4550',
      severity: 'error',
      hint: 'Give PW.',
    })
  })

  test('what only looks like a reference is refused instead of being sent as a password', () => {
    const rules = [{ id: 'r', actions: [{ mqtt: { password: '${secret:p-w}' } }], options: {} }]
    const { problems } = resolveSecrets({ ...definition, rules, streams: [] }, source)
    expect(problems).toMatchObject([
      { place: 'action/r/0/password', diagnostic: { code: 'RUL4551' } },
    ])
  })

  test('data without references is the same data', () => {
    const odd = { when: new Date(0), list: [1, { a: 2 }] }
    const rules = [{ id: 'r', actions: [{ mqtt: { odd } }], options: {} }]
    const resolved = resolveSecrets({ ...definition, rules }, source)
    expect(resolved.definition.rules[0]?.actions[0]?.['mqtt']?.['odd']).toBe(odd)
  })
})

describe('resolving a ruleset', () => {
  const text =
    '{"id":"r","n":12345678901234567890,"k":{"${secret:PW}":1},"actions":[{"mqtt":{"password":"${secret:PW}","note":"say \\"${secret:PW}\\""}}]}'
  const ruleset = {
    streams: { s: 'CREATE STREAM s () WITH (DATASOURCE="${secret:PW}")' },
    tables: {},
    rules: { r: text },
    sourceConfig: { mqtt: '{"mine":{"password":"${secret:TOKEN}"}}' },
    connectionConfig: { mqtt: '{"c":{"password":"${secret:TOKEN}"}}' },
  }

  test('changes the values of references alone', () => {
    const { ruleset: resolved, problems } = resolveRulesetSecrets(ruleset, source)
    expect(problems).toEqual([])
    expect(resolved.rules['r']).toBe(
      text.replace('"password":"${secret:PW}"', '"password":"a\\"b\\\\c"'),
    )
    expect(resolved.sourceConfig).toEqual({ mqtt: '{"mine":{"password":"tok"}}' })
    expect(resolved.connectionConfig).toEqual({ mqtt: '{"c":{"password":"tok"}}' })
    expect(resolved.streams).toEqual(ruleset.streams)
  })

  test('names what is missing with the rule or the configuration', () => {
    const { problems } = resolveRulesetSecrets(ruleset, { ...source, find: () => undefined })
    expect(problems.map(({ place }) => place)).toEqual([
      'rule/r',
      'sourceConfig/mqtt',
      'connectionConfig/mqtt',
    ])
  })
})
