import { expect, test } from 'vitest'
import { createRecord } from '#engine/api'
import { createSourceHarness, createVirtualClock, openSource } from '#engine/testkit'
import { simulatorSource } from './source.ts'

const data = [{ n: 1 }, { n: 2 }, { n: 3 }]

async function open(properties: Readonly<Record<string, unknown>>) {
  const clock = createVirtualClock(1000)
  const harness = createSourceHarness({ clock })
  const source = simulatorSource.create()
  await openSource(source, harness, { properties })
  const values = (): unknown[] => harness.rows.map((message) => message.row['n'])
  return { clock, harness, source, values }
}

test('rows come one at a time, the first at once, and start again', async () => {
  const { clock, harness, values } = await open({ data, interval: 100 })
  clock.advanceTo(1000)
  expect(values()).toEqual([1])
  clock.advanceTo(1099)
  expect(values()).toEqual([1])
  clock.advanceTo(1400)
  expect(values()).toEqual([1, 2, 3, 1, 2])
  expect(harness.hasEnded()).toBe(false)
})

test('without repetition the stream ends behind the last row', async () => {
  const { clock, harness, values } = await open({ data, interval: '1s', loop: false })
  clock.advanceTo(2999)
  expect(harness.hasEnded()).toBe(false)
  clock.advanceTo(60_000)
  expect(values()).toEqual([1, 2, 3])
  expect(harness.hasEnded()).toBe(true)
  expect(clock.pending()).toBe(0)
})

test('while it is held no row is made, and none is left out', async () => {
  const { clock, harness, source, values } = await open({ data, interval: 100, loop: false })
  clock.advanceTo(1000)
  source.pause?.(harness.context)
  clock.advanceTo(5000)
  expect(values()).toEqual([1])
  source.resume?.(harness.context)
  clock.advanceTo(5000)
  expect(values()).toEqual([1, 2])
  clock.advanceTo(5100)
  expect(values()).toEqual([1, 2, 3])
  expect([harness.hasEnded(), clock.pending()]).toEqual([true, 0])
})

test('a closed source leaves no timer behind', async () => {
  const { clock, harness, source } = await open({ data })
  await source.close(harness.context)
  clock.advanceTo(10_000)
  expect(harness.rows).toEqual([])
  expect(clock.pending()).toBe(0)
})

test('a row has the values that JSON has', async () => {
  const row = { text: 'a', flag: true, nothing: null, list: [1, { x: 2.5 }], __proto: 1 }
  const { clock, harness } = await open({ data: [row] })
  clock.advanceTo(1000)
  const nested = Object.assign(createRecord(), { x: 2.5 })
  expect(harness.rows[0]?.row).toEqual(Object.assign(createRecord(), { ...row, list: [1, nested] }))
})

test.each([
  [0, 'shorter than a millisecond'],
  ['soon', 'no duration'],
])('the interval %j is refused', (interval, reason) => {
  expect(() => simulatorSource.create().configure('', { data, interval })).toThrow(reason)
})
