import { describe, expect, test } from 'vitest'
import type { NumberedRow, RowRequest } from '#ipc/row-port'
import { addPage, countOlder, emptyRowBuffer, rowsKept } from './row-buffer.ts'
import { createRowFeed, type RowPort } from './row-feed.ts'

function row(number: number, kind: NumberedRow['kind'] = 'out'): NumberedRow {
  return { number, kind, at: number, json: `{"n":${number}}` }
}

function rows(from: number, to: number, kind?: NumberedRow['kind']): NumberedRow[] {
  return Array.from({ length: to - from + 1 }, (_, index) => row(from + index, kind))
}

describe('row buffer', () => {
  const page = (list: readonly NumberedRow[], lost = 0) => ({
    type: 'page' as const,
    request: 1,
    node: 'rule/a',
    rows: list,
    newest: list.at(-1)?.number ?? 0,
    lost,
  })

  test('keeps the newest rows of each kind apart', () => {
    let buffer = addPage(emptyRowBuffer, page([row(1, 'error')]))
    for (let from = 2; from < 40_000; from += 1000) {
      buffer = addPage(buffer, page(rows(from, from + 999, 'in')))
    }
    expect(buffer.rows.error.map(({ number }) => number)).toEqual([1])
    expect(buffer.rows.in.length).toBeGreaterThanOrEqual(rowsKept)
    expect(buffer.rows.in.length).toBeLessThanOrEqual(rowsKept + 2000)
    expect(buffer.rows.in.at(-1)?.number).toBe(buffer.last)
  })

  test('takes no row twice', () => {
    const once = addPage(emptyRowBuffer, page(rows(1, 10)))
    expect(addPage(once, page(rows(5, 12))).rows.out.map(({ number }) => number)).toEqual(
      rows(1, 12).map(({ number }) => number),
    )
  })

  test.each([
    ['nothing is older while all are here', 3, 9, 3, 0],
    ['of its own kind only', 3, 9, 5, 2],
    ['rows still to be fetched are not older', 3, 12, 7, 1],
    ['a total that lags behind', 3, 9, 2, 0],
  ])('counts older rows: %s', (_name, held, newest, total, older) => {
    const list = [...rows(1, held), ...rows(held + 1, 9, 'in')]
    const buffer = addPage(emptyRowBuffer, { ...page(list), newest })
    expect(countOlder(buffer, 'out', total)).toBe(older)
  })

  test('counts what the host no longer held', () => {
    const buffer = addPage(addPage(emptyRowBuffer, page(rows(1, 2))), page(rows(8, 9), 5))
    expect(buffer.lost).toBe(5)
  })
})

/** A port whose host holds `held` rows and answers when told to. */
function createHost() {
  const requests: RowRequest[] = []
  const waiting: (() => void)[] = []
  const port: RowPort = {
    onmessage: null,
    postMessage: (message) => requests.push(message),
  }
  const feed = createRowFeed({ soon: (callback) => waiting.push(callback) })
  const send = (data: unknown) => port.onmessage?.(new MessageEvent('message', { data }))
  const fetches = () => requests.filter((request) => request.type === 'fetch')
  return {
    feed,
    port,
    requests,
    fetches,
    send,
    announce: (newest: number) => send({ type: 'available', node: 'rule/a', newest }),
    answer(list: readonly NumberedRow[], newest = list.at(-1)?.number ?? 0) {
      const request = fetches().at(-1)
      if (request === undefined) throw new Error('nothing was asked')
      const { request: number, node } = request
      send({ type: 'page', request: number, node, rows: list, newest, lost: 0 })
    },
    passTenth: () => waiting.splice(0).forEach((callback) => callback()),
  }
}

describe('row feed', () => {
  test('has at most one request open, however often rows are announced', () => {
    const host = createHost()
    host.feed.attach(host.port)
    host.feed.watch('rule/a', () => undefined)
    for (let newest = 1; newest <= 50; newest += 1) host.announce(newest)
    expect(host.fetches()).toHaveLength(1)
  })

  test('asks again a tenth of a second later while there is more', () => {
    const host = createHost()
    host.feed.attach(host.port)
    host.feed.watch('rule/a', () => undefined)
    host.answer(rows(1, 1000), 1500)
    expect(host.fetches()).toHaveLength(1)
    host.passTenth()
    expect(host.fetches().at(-1)).toMatchObject({ after: 1000 })
    host.answer(rows(1001, 1500))
    host.passTenth()
    expect(host.fetches()).toHaveLength(2)
  })

  test('does not ask while paused, tells how many wait, and gets them all afterwards', () => {
    const host = createHost()
    host.feed.attach(host.port)
    host.feed.watch('rule/a', () => undefined)
    host.answer(rows(1, 10))
    host.passTenth()
    host.feed.setPaused('rule/a', true)
    host.announce(224)
    expect(host.fetches()).toHaveLength(1)
    expect(host.feed.buffer('rule/a').newest - host.feed.buffer('rule/a').last).toBe(214)
    host.feed.setPaused('rule/a', false)
    host.answer(rows(11, 224))
    expect(host.feed.buffer('rule/a').rows.out).toHaveLength(224)
  })

  test('nothing is paused after a clear: the rows of the next run come', () => {
    const host = createHost()
    host.feed.attach(host.port)
    host.feed.watch('rule/a', () => undefined)
    host.answer(rows(1, 5))
    host.passTenth()
    host.feed.setPaused('rule/a', true)
    host.feed.clear()
    host.announce(3)
    host.answer(rows(1, 3))
    expect(host.feed.buffer('rule/a').rows.out).toHaveLength(3)
  })

  test('starts anew when numbers start anew', () => {
    const host = createHost()
    host.feed.attach(host.port)
    host.feed.watch('rule/a', () => undefined)
    host.answer(rows(1, 100))
    host.passTenth()
    host.announce(3)
    host.answer(rows(1, 3))
    expect(host.feed.buffer('rule/a').rows.out.map(({ number }) => number)).toEqual([1, 2, 3])
  })

  test('a new port is told what is selected, and asked for what is watched', () => {
    const host = createHost()
    host.feed.select('rule/a')
    host.feed.watch('rule/a', () => undefined)
    host.feed.attach(host.port)
    expect(host.requests.map(({ type }) => type)).toEqual(['select', 'fetch'])
  })

  test('a node that nobody watches costs nothing', () => {
    const host = createHost()
    host.feed.attach(host.port)
    host.feed.watch('rule/a', () => undefined)()
    host.answer([])
    host.passTenth()
    host.announce(5)
    expect(host.fetches()).toHaveLength(1)
  })

  test('asks what became of a row, and gives up where the host is another', async () => {
    const host = createHost()
    expect(await host.feed.readWay('action/a/0', 5)).toBeUndefined()
    host.feed.attach(host.port)
    const first = host.feed.readWay('action/a/0', 5)
    const second = host.feed.readWay('action/a/0', 6)
    expect(host.requests).toEqual([
      { type: 'way', request: 1, node: 'action/a/0', number: 5 },
      { type: 'way', request: 2, node: 'action/a/0', number: 6 },
    ])
    host.send({ type: 'way', request: 2, node: 'action/a/0', way: { rows: 3 } })
    host.send({ type: 'way', request: 9, node: 'action/a/0', way: { rows: 4 } })
    expect(await second).toEqual({ rows: 3 })
    host.feed.attach({ ...host.port })
    expect(await first).toBeUndefined()
  })
})
