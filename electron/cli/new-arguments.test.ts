import { expect, test } from 'vitest'
import { parseCommand } from './arguments.ts'

const js = { folder: undefined, language: 'js' }
test.each([
  ['new sink my-sink', { ...js, name: 'new', kind: 'sink', pluginName: 'my-sink' }],
  ['new source x --dir p', { ...js, name: 'new', kind: 'source', pluginName: 'x', folder: 'p' }],
  [
    'new --dir p function f',
    { ...js, name: 'new', kind: 'function', pluginName: 'f', folder: 'p' },
  ],
  [
    'new sink --ts a',
    { name: 'new', kind: 'sink', pluginName: 'a', folder: undefined, language: 'ts' },
  ],
])('%s', (text, command) => {
  expect(parseCommand(text.split(' '))).toEqual({ ok: true, command })
})

test.each([
  ['new', 'new makes a sink, a source, a function or a format'],
  ['new table x', 'new makes a sink, a source, a function or a format, not "table"'],
  ['new sink', 'new sink needs a name, such as my-sink'],
  ['new sink a b', 'one sink at a time: "a" or "b"'],
  ['new sink a --dir', '--dir needs a folder'],
  ['new sink a --into b', 'there is no option "--into"'],
])('%s is refused', (text, message) => {
  const result = parseCommand(text.split(' '))
  expect(result.ok ? '' : result.message.split('\n')[0]).toBe(message)
})
