import { expect, test } from 'vitest'
import { checkStartArguments } from './start-arguments.mjs'

/** @param {string} path */
const exists = (path) => path === 'plant'

test.each([
  [[], 'start'],
  [['plant'], 'start'],
  [['--snapshot', 'new.png', '--size', '1440x900', 'plant'], 'start'],
  [['--user-data-dir=/x', '--no-sandbox', '--disable-gpu', '--enable-logging'], 'start'],
  [['--remote-debugging-port=0', '--inspect=0', '--ozone-platform=x11'], 'start'],
  [['--help'], 'help'],
  [['-h', '--nope'], 'help'],
  [['--version'], 'version'],
])('%j is for %s', (args, kind) => {
  expect(checkStartArguments(args, exists)).toEqual({ kind })
})

test.each([
  [['--nope'], /^there is no option --nope\n\nUsage: npm start/],
  [['plant', '-x'], /^there is no option -x/],
  [['--snapshots', 'a.png'], /no option --snapshots/],
  [['nowhere'], /^nowhere: there is no such folder/],
])('%j is refused', (args, message) => {
  expect(checkStartArguments(args, exists)).toEqual({
    kind: 'refused',
    message: expect.stringMatching(message),
  })
})
