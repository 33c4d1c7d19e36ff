import { expect, test } from 'vitest'
import { encodeCommand } from './symbol.ts'
import { encodeWireJson } from './wire-json.ts'

test.each<[string, unknown, string]>([
  ['keys in order', { b: 1, a: { d: [], c: 'x"y' } }, '{"a":{"c":"x\\"y","d":[]},"b":1}'],
  ['integers of any size', 9_007_199_254_740_993n, '9007199254740993'],
  ['bytes as base64', new Uint8Array([1, 2, 255]), '"AQL/"'],
  [
    'a time',
    { kind: 'datetime', epochMs: 1_700_000_000_120, nanos: 5, zone: 'UTC' },
    '"2023-11-14T22:13:20.120000005Z"',
  ],
  ['a duration in nanoseconds', { kind: 'duration', nanoseconds: 1_500n }, '1500'],
  ['a weekday as its number', { kind: 'weekday', day: 3 }, '3'],
  ['a missing column as null', [undefined, null, true], '[null,null,true]'],
])('%s', (_, value, text) => {
  expect(encodeWireJson(value)).toBe(text)
})

test.each([NaN, Infinity])('%s is an error', (value) => {
  expect(() => encodeWireJson([value])).toThrow(
    `${String(value)} cannot be sent to a portable plugin`,
  )
})

test('an empty config is left out of the command', () => {
  const command = {
    symbolName: 's',
    pluginType: 'sink',
    ruleId: 'r',
    operatorId: 's_0',
    instanceId: 0,
  } as const
  expect(encodeCommand('stop', { ...command, config: {} })).toBe(
    '{"cmd":"stop","arg":"{\\"symbolName\\":\\"s\\",\\"meta\\":{\\"ruleId\\":\\"r\\",\\"opId\\":\\"s_0\\",\\"instanceId\\":0},\\"pluginType\\":\\"sink\\"}"}',
  )
})
