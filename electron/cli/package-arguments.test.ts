import { expect, test } from 'vitest'
import { parseCommand } from './arguments.ts'

test.each([
  ['package p/sinks/a', { path: 'p/sinks/a', out: undefined, packageName: undefined }],
  ['package --out x.zip p', { path: 'p', out: 'x.zip', packageName: undefined }],
  ['package p --name acme --out x.zip', { path: 'p', out: 'x.zip', packageName: 'acme' }],
])('%s', (text, command) => {
  expect(parseCommand(text.split(' '))).toEqual({
    ok: true,
    command: { name: 'package', ...command },
  })
})

test.each([
  ['package', 'package needs a plugin, such as my-plugins/sinks/mySink'],
  ['package a b', 'one plugin, or one folder of them: "a" or "b"'],
  ['package a --out', '--out needs a value'],
  [
    'package a --out x.tar',
    '--out takes a file that ends in .zip, as eKuiper asks for; not "x.tar"',
  ],
  ['package a --zip', 'there is no option "--zip"'],
])('%s is refused', (text, message) => {
  const result = parseCommand(text.split(' '))
  expect(result.ok ? '' : result.message.split('\n')[0]).toBe(message)
})
