import { expect, test } from 'vitest'
import { createSink, createSinkHarness, createVirtualClock } from '#engine/testkit'
import { logSink } from './sink.ts'

test('a result is one line of the log', async () => {
  const harness = createSinkHarness({ clock: createVirtualClock(0) })
  const sink = createSink(logSink)
  sink.configure({})
  await sink.open(harness.context)
  const bytes = new TextEncoder().encode('[{"größe":1}]')
  await sink.collect(harness.context, bytes, { properties: {} })
  expect(harness.log).toEqual(['info: sink result for rule rule: [{"größe":1}]'])
})
