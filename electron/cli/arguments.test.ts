import { describe, expect, test } from 'vitest'
import { parseCommand, parseDuration } from './arguments.ts'

describe('commands', () => {
  const run = { name: 'run', file: 'a.json', pluginFolders: [], forMs: undefined, state: undefined }
  const cases = [
    { args: 'run a.json', command: run },
    { args: 'run a.json --for 10s', command: { ...run, forMs: 10_000 } },
    { args: 'run --for 1.5m a.json', command: { ...run, forMs: 90_000 } },
    { args: 'run a.json --state s', command: { ...run, state: 's' } },
    { args: 'run a.json --plugins x --plugins y', command: { ...run, pluginFolders: ['x', 'y'] } },
    { args: 'validate a.json', command: { name: 'validate', file: 'a.json', pluginFolders: [] } },
    { args: 'run a.json --secrets s', command: { ...run, secretsFile: 's' } },
    { args: 'run a.json --schemas s', command: { ...run, schemaFolder: 's' } },
    { args: 'export plant', command: { name: 'export', project: 'plant', withSecrets: false } },
    {
      args: 'export plant --with-secrets --secrets s',
      command: { name: 'export', project: 'plant', withSecrets: true, secretsFile: 's' },
    },
    { args: '', command: { name: 'help' } },
    { args: 'help', command: { name: 'help' } },
    { args: 'run --help', command: { name: 'help' } },
    { args: 'run a.json -h', command: { name: 'help' } },
  ]
  for (const { args, command } of cases) {
    test(args === '' ? '(none)' : args, () => {
      expect(parseCommand(args.split(' ').filter(Boolean))).toEqual({ ok: true, command })
    })
  }
})

describe('mistakes are named and followed by the usage', () => {
  const cases = [
    { args: 'start a.json', says: 'there is no command "start"' },
    { args: 'run', says: 'run needs a file or a project folder' },
    { args: 'validate', says: 'validate needs a file or a project folder' },
    { args: 'export', says: 'export needs a project folder' },
    { args: 'run a.json b.json', says: 'one file at a time: "a.json" or "b.json"' },
    { args: 'run a.json --for', says: '--for needs a value' },
    { args: 'run a.json --state', says: '--state needs a value' },
    { args: 'validate a.json --state s', says: '--state is for run' },
    { args: 'run a.json --for soon', says: '--for takes a duration such as 10s, not "soon"' },
    { args: 'run a.json --for 10', says: '--for takes a duration such as 10s, not "10"' },
    { args: 'validate a.json --for 1s', says: '--for is for run' },
    { args: 'run a.json --verbose', says: 'there is no option "--verbose"' },
    { args: 'export plant --for 1s', says: 'export takes a project folder, ' },
    { args: 'export plant --secrets s', says: '--secrets is for export --with-secrets' },
    { args: 'run a.json --with-secrets', says: '--with-secrets is for export' },
    { args: 'export plant --schemas s', says: '--schemas is for run, validate and explain' },
    { args: 'explain a.json --secrets s', says: '--secrets is for run, validate and export' },
  ]
  for (const { args, says } of cases) {
    test(args, () => {
      const parsed = parseCommand(args.split(' '))
      expect(parsed.ok ? '' : parsed.message).toMatch(says)
      expect(parsed.ok ? '' : parsed.message).toContain('Usage:')
    })
  }
})

test('durations', () => {
  expect(['500ms', '10s', '2m', '1h', '0.5s'].map(parseDuration)).toEqual([
    500, 10_000, 120_000, 3_600_000, 500,
  ])
  expect(['', '10', 's', '-1s', '1 s', '1d'].map(parseDuration)).toEqual(Array(6).fill(undefined))
})
