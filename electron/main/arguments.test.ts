import { describe, expect, test } from 'vitest'
import { ownArguments, parseArguments } from './arguments.ts'

describe('the app\u2019s arguments', () => {
  const cases = [
    { args: [], value: {} },
    { args: ['/work/plant'], value: { projectFolder: '/work/plant' } },
    { args: ['--no-sandbox', '--user-data-dir=/tmp/x'], value: {} },
    { args: ['--snapshot', '/tmp/a.png'], value: { snapshot: { file: '/tmp/a.png' } } },
    {
      args: ['--snapshot', '/tmp/a.png', '--size', '1200x800'],
      value: { snapshot: { file: '/tmp/a.png' }, size: { width: 1200, height: 800 } },
    },
  ]
  for (const { args, value } of cases) {
    test(args.join(' ') || '(none)', () => {
      const none = { projectFolder: undefined, snapshot: undefined, size: undefined }
      expect(parseArguments(args)).toEqual({ ok: true, value: { ...none, ...value } })
    })
  }
  for (const args of [
    ['--snapshot'],
    ['--snapshot', '--size'],
    ['--size', 'big'],
    ['--size', '12x8'],
    ['--size'],
  ]) {
    test(`refused with an example: ${args.join(' ')}`, () => {
      const parsed = parseArguments(args)
      expect(parsed.ok ? '' : parsed.message).toMatch(/such as/)
    })
  }
})

describe('the app\u2019s own arguments among all', () => {
  const cases = [
    { argv: ['electron', '/app', '/work/plant'], own: ['/work/plant'] },
    {
      argv: ['electron', '--no-sandbox', '/app', '--snapshot', 'a.png'],
      own: ['--snapshot', 'a.png'],
    },
    { argv: ['electron', '-r', '/loader.cjs', '/app'], own: [] },
    { argv: ['electron', '-r', '/loader.cjs', '/app', '/work/plant'], own: ['/work/plant'] },
  ]
  for (const { argv, own } of cases) {
    test(argv.join(' '), () => expect(ownArguments(argv, '/app', false)).toEqual(own))
  }
  test('a packaged app has nothing in front', () => {
    expect(ownArguments(['/usr/bin/sluice', '/work/plant'], '/app', true)).toEqual(['/work/plant'])
  })
})
