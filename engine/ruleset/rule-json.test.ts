import { describe, expect, test } from 'vitest'
import { parseOptions } from './options-parse.ts'
import { parseRule } from './rule-json.ts'

const rule = { id: 'r1', sql: 'SELECT * FROM s', actions: [{ log: {} }] }

/** The diagnostics with the text each points at. */
function problems(value: unknown): readonly string[] {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return parseRule(text).diagnostics.map(({ code, span }) =>
    `${code} ${text.slice(span.start, span.end)}`.trim(),
  )
}

describe('a rule', () => {
  test.each<[string, unknown, readonly string[]]>([
    ['is fine', rule, []],
    [
      'has keys in any case and unknown ones',
      { ID: 'r1', SQL: 'x', Actions: [{ log: {} }], colour: 1 },
      [],
    ],
    ['is no JSON', '{"id": }', ['RUL4001 }']],
    ['is no object', '[]', ['RUL4002 [', 'RUL4003 [', 'RUL4006 [']],
    ['has no id', { ...rule, id: '' }, ['RUL4003 ""']],
    ['has an invalid id', { ...rule, id: 'a b' }, ['RUL4004 "a b"']],
    ['has sql and graph', { ...rule, graph: {} }, ['RUL4005 {']],
    ['has no actions', { ...rule, actions: [] }, ['RUL4007 [']],
    ['has an action that is no object', { ...rule, actions: ['log'] }, ['RUL4008 ["log"']],
    [
      'has a sink without properties',
      { ...rule, actions: [{ log: 'x' }] },
      ['RUL4008 [{"log":"x"'],
    ],
    ['has sql of another kind', { ...rule, sql: 5 }, ['RUL4002 5', 'RUL4006 5']],
    [
      'has two wrong options',
      { ...rule, options: { bufferLength: -2, concurrency: -1 } },
      ['RUL4102 -1', 'RUL4102 -2'],
    ],
  ])('that %s', (_, value, expected) => {
    expect(problems(value)).toEqual(expected)
  })

  test('keeps its parts', () => {
    const text = JSON.stringify({
      ...rule,
      name: 'n',
      triggered: false,
      tags: ['a'],
      temp: true,
      options: { sendError: true },
    })
    const result = parseRule(text)
    expect(result.rule).toEqual({
      ...rule,
      name: 'n',
      isTriggered: false,
      isTemporary: true,
      tags: ['a'],
      version: '',
      options: { sendError: true },
    })
    expect(result.typedOptions.sendError).toBe(true)
  })
})

describe('options', () => {
  test.each<[object, readonly string[]]>([
    [{ colour: 'red' }, []],
    [{ debug: 'true' }, ['RUL4002']],
    [{ debug: null }, []],
    [{ concurrency: 1.5 }, ['RUL4002']],
    [{ concurrency: 1e20 }, ['RUL4002']],
    [{ checkpointInterval: 1e20 }, ['RUL4101']],
    [{ qos: -1, cron: 'every day' }, []],
    [{ lateTolerance: '1h2m3s4ms' }, []],
    [{ lateTolerance: '+5s' }, []],
    [{ lateTolerance: -1 }, ['RUL4102']],
    [{ lateTolerance: '10' }, ['RUL4101']],
    [{ lateTolerance: null }, ['RUL4101']],
    [{ checkpointInterval: 1.5 }, ['RUL4101']],
    [{ restartStrategy: { attempts: -1 } }, ['RUL4102']],
    [{ restartStrategy: 3 }, ['RUL4002']],
    [{ planOptimizeStrategy: 'fast' }, ['RUL4002']],
    [{ cronDatetimeRange: [{ begin: '2023-11-14 00:00:00', end: '2023-11-14 00:00:00' }] }, []],
    [{ cronDatetimeRange: [{ begin: 'soon', end: '2023-11-14 00:00:00' }] }, ['RUL4103']],
    [{ cronDatetimeRange: [{ beginTimestamp: 2, endTimestamp: 1 }] }, ['RUL4103']],
    [{ cronDatetimeRange: { begin: 'x' } }, ['RUL4002']],
  ])('%j', (options, expected) => {
    expect(parseOptions(options).diagnostics.map(({ code }) => code)).toEqual(expected)
  })

  test('are typed, with defaults', () => {
    const { options } = parseOptions({
      ISEVENTTIME: true,
      lateTolerance: '1m30s',
      planOptimizeStrategy: {
        windowOption: { windowVersion: 'v2' },
        optimizeControl: { disableOptimizeRules: ['columnPruner'] },
      },
    })
    expect(options).toMatchObject({
      isEventTime: true,
      lateToleranceMs: 90_000,
      bufferLength: 1024,
      planOptimizeStrategy: { windowVersion: 'v2', disableOptimizeRules: ['columnPruner'] },
    })
  })
})
