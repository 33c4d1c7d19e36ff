import { expect, test } from 'vitest'
import { createSink, createSinkHarness, createVirtualClock } from '#engine/testkit'
import { nopSink } from './sink.ts'

test.each([
  [{}, []],
  [{ log: true }, ['info: sink result for rule rule: [{}]']],
])('with %j a result leaves %j in the log', async (properties, log) => {
  const harness = createSinkHarness({ clock: createVirtualClock(0) })
  const sink = createSink(nopSink)
  sink.configure(properties)
  await sink.open(harness.context)
  await sink.collect(harness.context, new TextEncoder().encode('[{}]'), { properties: {} })
  expect(harness.log).toEqual(log)
})
