import { expect, test } from 'vitest'
import type { EngineLogLine } from '#engine'
import { createVirtualClock } from '#engine/testkit'
import { createLogThrottle } from './log-throttle.ts'

const line = (node: string, message: string): EngineLogLine => ({
  at: 0,
  level: 'info',
  node,
  message,
})

test('a node that logs much has its first lines of each second shown and the rest counted', () => {
  const clock = createVirtualClock(0)
  const sent: string[] = []
  const log = createLogThrottle(clock, ({ node, message }) => sent.push(`${node} ${message}`))

  for (let count = 1; count <= 60; count += 1) log(line('action/loud/0', `row ${count}`))
  log(line('action/quiet/0', 'one line'))
  expect(sent).toHaveLength(51)
  expect(sent.at(-1)).toBe('action/quiet/0 one line')

  clock.advanceTo(1000)
  expect(sent.slice(51)).toEqual(['action/loud/0 10 more lines in this second left out'])

  log(line('action/loud/0', 'row 61'))
  expect(sent.at(-1)).toBe('action/loud/0 row 61')
  clock.advanceTo(5000)
  expect(sent).toHaveLength(53)
  expect(clock.pending()).toBe(0)
})
