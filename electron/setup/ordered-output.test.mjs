import { expect, test } from 'vitest'
import { createOrderedOutput } from './ordered-output.mjs'

test('the first channel shows at once, the next when it is its turn', () => {
  let shown = ''
  const open = createOrderedOutput((text) => (shown += text))
  const [first, second, third] = [open(), open(), open()]
  second.write('b1 ')
  first.write('a1 ')
  third.write('c1 ')
  third.close()
  expect(shown).toBe('a1 ')
  first.close()
  expect(shown).toBe('a1 b1 ')
  second.write('b2 ')
  expect(shown).toBe('a1 b1 b2 ')
  second.close()
  expect(shown).toBe('a1 b1 b2 c1 ')
})
