import { expect, test } from 'vitest'
import { parseSize } from './window-size.mjs'

test.each([
  [['--size', '1600x1000'], { width: 1600, height: 1000 }],
  [['--snapshot', 'a.png', '--size=800x600'], { width: 800, height: 600 }],
  [['my-project'], {}],
  [['--size'], {}],
  [['--size', 'large'], {}],
])('%j is %j', (args, size) => {
  expect(parseSize(args)).toEqual(size)
})
