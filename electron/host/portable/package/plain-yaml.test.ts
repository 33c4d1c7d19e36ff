import { expect, test } from 'vitest'
import { parsePlainYaml } from './plain-yaml.ts'

test.each<[string, string, unknown]>([
  [
    'a nested map',
    'default:\n  interval: 1000\n  on: true\n',
    { default: { interval: 1000, on: true } },
  ],
  ['comments and blank lines', '# top\n\na: 1 # one\nb: "x # y"\n', { a: 1, b: 'x # y' }],
  ['lists at both indents', 'a:\n- 1\n- two\nb:\n  - 3\n', { a: [1, 'two'], b: [3] }],
  ['quoted texts', `a: 'it''s'\nb: "tab\\t"\n"c d": 1\n`, { a: "it's", b: 'tab\t', 'c d': 1 }],
  ['JSON values', 'a: [1, 2]\nb: {"c": null}\n', { a: [1, 2], b: { c: null } }],
  [
    'scalars of every kind',
    'a: ~\nb: false\nc: -1.5e3\nd: 10s\ne: tcp://h:1\n',
    { a: null, b: false, c: -1500, d: '10s', e: 'tcp://h:1' },
  ],
  ['a key without a value', 'a:\nb: 1\n', { a: null, b: 1 }],
  ['nothing', '# only a comment\n', null],
])('%s', (_, text, value) => {
  expect(parsePlainYaml(text)).toEqual(value)
})

test.each([
  ['an anchor', 'a: 1\nb: &x 2\n', 2],
  ['a block text', 'a: |\n  text\n', 1],
  ['a tab', 'a:\n\tb: 1\n', 2],
  ['a line that is no pair', 'a: 1\njust words\n', 2],
  ['a stray indent', 'a: 1\n   b: 2\n', 2],
  ['an open quote', "a: 'x\n", 1],
  ['a map in a list', 'a:\n  - b: 1\n', 2],
])('%s is an error at its line', (_, text, line) => {
  expect(() => parsePlainYaml(text)).toThrow(expect.objectContaining({ name: 'YamlError', line }))
})
