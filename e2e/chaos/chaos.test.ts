import { describe, expect, test } from 'vitest'
import { findMosquitto } from '#setup/mosquitto'
import { Arrivals } from './check-order.ts'
import { runKillLoop } from './kill-loop.ts'

describe('a check of numbers', () => {
  test.each([
    [[1, 2, 3], { repeated: 0, late: 0, missing: [] }],
    [[1, 2, 1, 2, 3], { repeated: 2, late: 0, missing: [] }],
    [[1, 3, 2], { repeated: 0, late: 1, missing: [] }],
    [[1, 3], { repeated: 0, late: 0, missing: [2] }],
    [[], { repeated: 0, late: 0, missing: [1, 2, 3] }],
  ])('%j', (received, arrival) => {
    const arrivals = new Arrivals()
    for (const number of received) arrivals.add(number)
    expect(arrivals.upTo(3)).toEqual(arrival)
  })
})

/** For a computer with much else to do: how long it takes says nothing. */
const timeout = 900_000

const mosquitto = findMosquitto()
const reason = mosquitto === undefined ? ' (Mosquitto is missing: run npm run setup -- --test)' : ''

describe.skipIf(mosquitto === undefined)(`kills of sink, broker and host${reason}`, () => {
  const run = (seconds: number, alterQueue: boolean) =>
    runKillLoop({
      seconds,
      rowsPerSecond: 1000,
      mosquitto: mosquitto ?? '',
      alterQueue,
      say: () => undefined,
    })

  test('lose nothing and keep the order', { timeout }, async () => {
    const { rows, mqtt, socket, complaints } = await run(6, false)
    expect(rows).toBeGreaterThan(1000)
    expect(complaints).toEqual([])
    expect(mqtt).toMatchObject({ missing: [], late: 0 })
    expect(socket).toMatchObject({ missing: [], late: 0 })
  })

  test('lose nothing with a separate resend queue', { timeout }, async () => {
    const { mqtt, socket, complaints } = await run(3, true)
    expect(complaints).toEqual([])
    expect([mqtt.missing, socket.missing]).toEqual([[], []])
  })
})
