import { expect, test } from 'vitest'
import { createHostFault } from './host-fault.ts'

const cases = [
  { title: 'nothing written', text: '', fault: undefined },
  {
    title: 'an uncaught error with its stack',
    text: `file:///app/out/host/host.js:12
    throw new RangeError('too many')
          ^

RangeError: too many
    at file:///app/out/host/host.js:12:11

Node.js v20.18.3
`,
    fault: 'RangeError: too many',
  },
  {
    title: 'no memory left',
    text: `<--- Last few GCs --->
FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory
----- Native stack trace -----
 1: 0x55d0 node::Abort()
`,
    fault: 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
  },
  {
    title: 'Chromium has the last word',
    text: 'broker: port taken\n[17572:1125/022309.262448:ERROR:bus.cc(407)] Failed to connect\n',
    fault: 'broker: port taken',
  },
]

for (const { title, text, fault } of cases) {
  test(`the fault of: ${title}`, () => {
    const found = createHostFault()
    for (const part of text.match(/[^]{1,7}/g) ?? []) found.add(part)
    expect(found.describe()).toBe(fault)
  })
}
