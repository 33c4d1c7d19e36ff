import { expect, test } from 'vitest'
import { hasCardBelowHint } from './hint-place.ts'

const measured = { width: 200, height: 80 }

test.each([
  ['in the middle at the top', { x: 400, y: 10 }, [0, 0, 1], true],
  ['that ends above the canvas', { x: 400, y: -90 }, [0, 0, 1], false],
  ['further down', { x: 400, y: 60 }, [0, 0, 1], false],
  ['further down, moved up', { x: 400, y: 60 }, [0, -40, 1], true],
  ['further down, seen small', { x: 800, y: 60 }, [0, 0, 0.5], true],
  ['in the corner', { x: 0, y: 0 }, [0, 0, 1], false],
  ['that reaches from the left under it', { x: 200, y: 0 }, [0, 0, 1], true],
] as const)('a card %s is in the way of the hint: %s', (_, position, transform, isInTheWay) => {
  expect(hasCardBelowHint([{ position, measured }], transform, 1000)).toBe(isInTheWay)
})
