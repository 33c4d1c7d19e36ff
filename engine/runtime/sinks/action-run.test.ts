import { describe, expect, test } from 'vitest'
import { single, startRule } from '../../testkit/rule-with-sinks.ts'
import { createMemoryStore, type SinkStore } from './sink-store.ts'

describe('a slow sink', () => {
  test('drops the oldest message when its buffer is full, and counts it', async () => {
    const rule = startRule({ actions: [{ bytes: { ...single, bufferLength: 2 } }] })
    rule.answerWith('later')
    rule.send(1, 2, 3, 4)
    await rule.release()
    expect(rule.sent).toEqual(['1', '3', '4'])
    expect(rule.status()).toMatchObject({ rowsIn: 4, rowsOut: 3, dropped: 1, errors: 0 })
  })

  test('does not hold up the other action of its rule', () => {
    const rule = startRule({
      actions: [{ stuck: { bufferLength: 2 } }, { bytes: single }],
    })
    rule.send(1, 2, 3, 4, 5)
    expect(rule.sent).toEqual(['1', '2', '3', '4', '5'])
    expect([rule.status(0)?.dropped, rule.status(1)?.dropped]).toEqual([2, 0])
  })

  test.each([
    [{ disableBufferFullDiscard: true }, {}],
    [{}, { disableBufferFullDiscard: true }],
  ])('drops nothing with the rule option %j or the property %j', async (options, property) => {
    const properties = { ...single, bufferLength: 1, ...property }
    const rule = startRule({ actions: [{ bytes: properties }], options })
    rule.answerWith('later')
    rule.send(1, 2, 3, 4)
    await rule.release()
    expect(rule.sent).toEqual(['1', '2', '3', '4'])
    expect(rule.status()?.dropped).toBe(0)
  })
})

describe('a sink whose other side is away', () => {
  test('loses the message with its reason where nothing is sent again', () => {
    const rule = startRule({ actions: [{ bytes: single }] })
    rule.answerWith('away')
    rule.send(1)
    expect(rule.status()).toMatchObject({
      dropped: 1,
      errors: 1,
      lastError: { message: 'nobody there' },
    })
  })

  test('gets everything in order when it is back, with the cache', () => {
    const rule = startRule({ actions: [{ bytes: { ...single, enableCache: true } }] })
    rule.answerWith('away')
    rule.send(1, 2)
    rule.clock.advanceTo(350)
    rule.answerWith('write')
    rule.send(3)
    expect(rule.sent).toEqual([])
    rule.clock.advanceTo(400)
    expect(rule.sent).toEqual(['1', '2', '3'])
    expect(rule.status()).toMatchObject({ dropped: 0, errors: 4 })
  })

  test('gets the messages of an earlier run first', async () => {
    const store = createMemoryStore()
    const actions = [{ rows: { sendSingle: true, enableCache: true } }]
    const first = startRule({ actions, store })
    first.answerWith('away')
    first.send(1, 2)
    await first.run.stop()
    const second = startRule({ actions, store })
    second.send(3)
    expect(second.sent).toEqual(['{"n":1}', '{"n":2}', '{"n":3}'])
    expect(second.log).toEqual(['sends 2 messages of an earlier run first'])
    expect(second.status()).toMatchObject({ rowsIn: 3, rowsOut: 3 })
  })

  test('an error that is no loss of connection loses its message alone, cache or not', () => {
    const rule = startRule({ actions: [{ bytes: { ...single, enableCache: true } }] })
    rule.answerWith('bad')
    rule.send(1)
    rule.answerWith('write')
    rule.send(2)
    expect(rule.sent).toEqual(['2'])
    expect(rule.status()).toMatchObject({ dropped: 1, lastError: { message: 'not wanted' } })
  })

  test('new messages pass old ones where there is a separate queue, which may have its own topic', () => {
    const properties = {
      ...single,
      enableCache: true,
      resendAlterQueue: true,
      topic: 'new/{{.n}}',
      resendDestination: 'old/{{.n}}',
    }
    const rule = startRule({ actions: [{ bytes: properties }] })
    rule.answerWith('away')
    rule.send(1, 2)
    rule.answerWith('write')
    rule.send(3)
    expect(rule.sent).toEqual(['3'])
    rule.clock.advanceTo(100)
    expect(rule.sent).toEqual(['3', '1', '2'])
    expect(rule.topics).toEqual(['new/3', 'old/1', 'old/2'])
    expect(rule.status()).toMatchObject({ rowsIn: 3, rowsOut: 3, dropped: 0 })
  })
})

describe('what a run with a separate queue left', () => {
  const cached = { ...single, enableCache: true, topic: 't', resendDestination: 'old' }

  async function leave(
    store: SinkStore,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    const actions = [{ bytes: { ...cached, resendAlterQueue: true, ...more } }]
    const rule = startRule({ actions, store })
    rule.answerWith('away')
    rule.send(1, 2)
    await rule.run.stop()
  }

  test('is sent first, where it was to go, by a run without one', async () => {
    const store = createMemoryStore()
    await leave(store)
    const rule = startRule({ actions: [{ bytes: cached }], store })
    rule.send(3)
    expect([rule.sent, rule.topics]).toEqual([
      ['1', '2', '3'],
      ['old', 'old', 't'],
    ])
    await rule.run.stop()
    const next = startRule({ actions: [{ bytes: { ...cached, resendAlterQueue: true } }], store })
    next.clock.advanceTo(1000)
    expect(next.sent).toEqual([])
  })

  test('is kept in order with what waits behind it, and thrown away with it', async () => {
    const store = createMemoryStore()
    await leave(store)
    const away = startRule({ actions: [{ bytes: cached }], store, first: 'away' })
    away.send(3, 4)
    await away.run.stop()
    const clean = { ...cached, cleanCacheAtStop: true }
    const second = startRule({ actions: [{ bytes: clean }], store })
    second.send(5)
    expect(second.sent).toEqual(['1', '2', '3', '4', '5'])
    second.answerWith('away')
    second.send(6)
    await second.run.stop()
    const last = startRule({ actions: [{ bytes: cached }], store })
    expect(last.sent).toEqual([])
  })

  test('is thrown away at the stop of a run with two queues, if that is asked for', async () => {
    const store = createMemoryStore()
    await leave(store, { cleanCacheAtStop: true })
    expect(startRule({ actions: [{ bytes: cached }], store }).sent).toEqual([])
  })

  test('is named by a run without a cache', async () => {
    const store = createMemoryStore()
    await leave(store)
    const rule = startRule({ actions: [{ bytes: single }], store })
    expect(rule.log).toEqual([
      'its cache holds 2 messages of an earlier run: switch it on to send them, with cleanCacheAtStop to throw them away',
    ])
  })
})

test("a failed property's error says what its leftover does to the next message; only eKuiper's text is sent", () => {
  const properties = { sendSingle: true, topic: 't/{{.n.x}}', dataTemplate: '{{json .\n}}' }
  const rule = startRule({ actions: [{ bytes: properties }], options: { sendError: true } })
  rule.send(1)
  const hint = 'the next message\'s topic begins with "t/".'
  expect(rule.status()?.lastError?.message).toContain(hint)
  expect(rule.sent).toHaveLength(1)
  expect(rule.sent[0]).toMatch(/^fail to calculate props t/)
  expect(rule.sent[0]).not.toContain('next message')
})
