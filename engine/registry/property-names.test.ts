import { expect, test } from 'vitest'
import { z } from 'zod'
import { defineSink } from '../api/index.ts'
import { matchPropertyNames } from './property-names.ts'

const component = defineSink({
  type: 'test',
  title: 'Test',
  summary: 'Test.',
  accepts: 'rows',
  properties: z.object({ clientId: z.string().default(''), qos: z.number().default(0) }),
  examples: [],
  sink: () => ({ configure() {}, open() {}, collect() {}, close() {} }),
})

test.each([
  [{ clientId: 'a' }, { clientId: 'a' }],
  [
    { clientid: 'a', QOS: 1 },
    { clientId: 'a', qos: 1 },
  ],
  [{ clientid: 'a', clientId: 'b' }, { clientId: 'b' }],
  [{ clientId: 'b', clientid: 'a' }, { clientId: 'b' }],
  [{ clientId: null, clientid: 'a' }, { clientId: 'a' }],
  [{ qos: null }, {}],
  [
    { sendSingle: true, other: null },
    { sendSingle: true, other: null },
  ],
])('%j is read as %j', (given, matched) => {
  expect(matchPropertyNames(component, given)).toEqual(matched)
})
