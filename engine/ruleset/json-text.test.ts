import fc from 'fast-check'
import { expect, test } from 'vitest'
import { offsetOfMember, parseJson } from './json-text.ts'
import { readProjectFiles } from './project-files.ts'
import { parseRuleset } from './ruleset-text.ts'
import { connectSource, disconnectSource, renameSource, sourcesOfSql } from './sql-sources.ts'
import { setStreamOption } from './stream-statement.ts'

test.each([
  ['', 'expected a value, found the end (line 1, column 1)'],
  ['{"a": 1,}', 'expected a name in double quotes, found `}` (line 1, column 9)'],
  ['{"a" 1}', 'expected `:`, found `1` (line 1, column 6)'],
  ['{a: 1}', 'expected a name in double quotes, found `a` (line 1, column 2)'],
  ['[1, 2', 'expected `,` or `]`, found the end (line 1, column 6)'],
  ['[1]\n]', 'expected the end of the file, found `]` (line 2, column 1)'],
  ['{"a": 01}', 'expected `,` or `}`, found `1` (line 1, column 8)'],
  ['{"a": nul}', 'expected a value, found `n` (line 1, column 7)'],
  ['["a\n"]', 'expected a closing double quote, found the end of the line (line 1, column 4)'],
  ['["\\x"]', 'expected a valid escape, found `\\` (line 1, column 3)'],
])('%j is refused', (text, message) => {
  expect(parseJson(text)).toMatchObject({ ok: false, message })
})

/** JSON with a piece cut out or put in. */
const almostJson = fc
  .tuple(
    fc.json(),
    fc.nat(40),
    fc.nat(5),
    fc.constantFrom('', ',', '}', '"', '\\', '\n', '-', '1e'),
  )
  .map(([json, at, length, piece]) => json.slice(0, at) + piece + json.slice(at + length))

test('every text is parsed, or refused with the place of what is wrong', () => {
  fc.assert(
    fc.property(fc.oneof(almostJson, fc.string()), (text) => {
      const result = parseJson(text)
      if (result.ok) return
      expect(result.message).not.toContain('valid JSON')
      expect(result.offset).toBeLessThanOrEqual(text.length)
      // Up to the fault the text could have gone on.
      expect(() => JSON.parse(text) as unknown).toThrow()
    }),
    { numRuns: 2000 },
  )
})

test('a member is found behind others of the same name elsewhere', () => {
  const text = '{"x": {"a": 1}, "rules": {"b": "a", "a": "here"}}'
  expect(text.slice(offsetOfMember(text, 'rules', 'a'))).toBe('"here"}}')
  expect(offsetOfMember(text, 'rules', 'c')).toBe(0)
})

test('no text of a file or an editor makes anything throw', () => {
  const part = fc.constantFrom(
    ...['SELECT ', '* ', 'a ', '`b c` ', 'FROM ', 'a.x ', 'INNER JOIN ', 'ON ', 'WHERE ', '(', ')'],
    ...[
      ', ',
      '"',
      '-- c\n',
      'CREATE STREAM ',
      'WITH (',
      'KEY="a"',
      '= ',
      ';',
      '{"id":',
      '"x"',
      '}',
    ],
  )
  const text = fc.array(part, { maxLength: 14 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(text, (written) => {
      sourcesOfSql(written)
      connectSource(written, 'b c')
      disconnectSource(written, 'a')
      renameSource(written, 'a', 'select')
      setStreamOption(written, 'KEY', 'v')
      parseRuleset(written)
      for (const name of ['a.rule.json', 'a.stream.sql', 'sources.json', 'project.layout.json']) {
        readProjectFiles(new Map([[name, written]]))
      }
    }),
    { numRuns: 1000 },
  )
})

test('after a wire is drawn the source is there, after it is taken away it is not', () => {
  const name = fc.constantFrom('a', 'b', 'per-device', 'limit')
  const sql = fc
    .tuple(
      fc.constantFrom('SELECT *', 'SELECT a.x, count(*)'),
      fc.array(name, { maxLength: 3 }),
      fc.constantFrom('', ' WHERE x > 1', '\nGROUP BY TUMBLINGWINDOW(ss, 1);'),
    )
    .map(([fields, names, rest]) =>
      names.reduce((text, next) => connectSource(text, next), `${fields} FROM${rest}`),
    )
  fc.assert(
    fc.property(sql, name, (text, wanted) => {
      const names = (of: string): string[] => sourcesOfSql(of).map((source) => source.name)
      const connected = connectSource(text, wanted)
      expect(names(connected)).toContain(wanted)
      const without = disconnectSource(connected, wanted)
      expect(names(without)).toEqual(names(connected).filter((other) => other !== wanted))
    }),
  )
})
