import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { forwardStderr } from './quiet-stderr.mjs'

test('complaints about a missing desktop are dropped, all else is passed on whole', async () => {
  const from = new PassThrough()
  const to = new PassThrough()
  forwardStderr(from, to)
  from.write('[12:1125/0137.8:ERROR:bus.cc(407)] Failed to connect to the bus: no')
  from.write(' such file\n[12:1125/0137.8:ERROR:main.cc(1)] real ')
  from.write('trouble\nlast')
  from.end()
  from.on('close', () => to.end())
  expect(await text(to)).toBe('[12:1125/0137.8:ERROR:main.cc(1)] real trouble\nlast\n')
})
