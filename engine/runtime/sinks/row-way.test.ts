import { describe, expect, test } from 'vitest'
import { single, startRule } from '../../testkit/rule-with-sinks.ts'
import { toJsonText } from '../../types/json-text.ts'
import type { MessageWay, NodeEvent, RowWay, WayAnswer } from '../run.ts'

/** What an observer of the first action sees. A way is read when it is asked for, not when it came. */
function observe(rule: ReturnType<typeof startRule>) {
  const events: NodeEvent[] = []
  const cancel = rule.run.observe('action/r/0', (event) => events.push(event))
  const show = (): readonly string[] => events.map(describeEvent)
  return { show, cancel, events }
}

describe("a row's way", () => {
  test('goes from the row over template and properties to the answer', () => {
    const rule = startRule({ actions: [{ bytes: { ...single, topic: 't/{{.n}}' } }] })
    const { show } = observe(rule)
    rule.send(1)
    expect(show()).toEqual([
      'in {"n":1} as {"n":1} > text 1 > json 1 t/1 of 1 > 0 written',
      'out {"n":1} as {"n":1} > text 1 > json 1 t/1 of 1 > 0 written',
    ])
  })

  test('shows all rows of its result where they are sent together, and what fields left', () => {
    const rule = startRule({ actions: [{ bytes: { fields: ['n'] } }] })
    const { show } = observe(rule)
    rule.send(1)
    expect(show()[0]).toBe(
      'in {"n":1} as [{"n":1}] > data [{"n":1}] > json [{"n":1}] of 1 > 0 written',
    )
  })

  test('leads each row of a batch to the same message', () => {
    const rule = startRule({ actions: [{ bytes: { sendSingle: true, batchSize: 2 } }] })
    const { show, events } = observe(rule)
    rule.send(1)
    expect(show()).toEqual([])
    rule.send(2)
    expect(show().slice(0, 2)).toEqual([
      'in {"n":1} as {"n":1} > data {"n":1} > json [{"n":1},{"n":2}] of 2 > 0 written',
      'in {"n":2} as {"n":2} > data {"n":2} > json [{"n":1},{"n":2}] of 2 > 0 written',
    ])
    expect(new Set(events.map((event) => wayOf(event)?.message)).size).toBe(1)
  })

  test('of an error that sendError sends: it is a row, and its bytes are its text', () => {
    const rule = startRule({
      actions: [{ bytes: { ...single, dataTemplate: '{{fail "no"}}', compression: 'gzip' } }],
      options: { sendError: true },
    })
    const { events } = observe(rule)
    rule.send(1)
    const [text] = rule.sent
    const sent = events.filter(({ kind }) => kind === 'out')
    expect(sent).toHaveLength(1)
    const [event] = sent
    expect(event?.kind === 'out' ? event.row : undefined).toEqual({ error: text })
    const message = event === undefined ? undefined : wayOf(event)?.message
    expect(message?.encoding.compression).toBe('')
    expect(new TextDecoder().decode(message?.sent.data as Uint8Array)).toBe(text)
    expect(events.map(({ kind }) => kind)).toEqual(['in', 'error', 'dropped', 'in', 'out'])
    expect(rule.status()).toMatchObject({ rowsIn: 2, rowsOut: 1, dropped: 1 })
  })

  test('says how the bytes were made', () => {
    const rule = startRule({ actions: [{ bytes: { ...single, compression: 'gzip' } }] })
    const { events } = observe(rule)
    rule.send(1)
    const [event] = events
    const message = event === undefined ? undefined : wayOf(event)?.message
    expect(message?.encoding).toEqual({ format: 'json', compression: 'gzip', encryption: '' })
    expect((message?.sent.data as Uint8Array).slice(0, 2)).toEqual(new Uint8Array([0x1f, 0x8b]))
  })

  test('grows while its message is tried again, without a line for each attempt', () => {
    const rule = startRule({ actions: [{ bytes: { ...single, resendInterval: 100 } }] })
    const { show } = observe(rule)
    rule.answerWith('away')
    rule.send(1)
    const start = 'in {"n":1} as {"n":1} > text 1 > json 1 of 1 > '
    expect(show()[0]).toBe(`${start}0 unreachable: nobody there`)
    rule.clock.advanceTo(200)
    expect(show()[0]).toBe(`${start}200 unreachable: nobody there (3)`)
    rule.answerWith('write')
    rule.clock.advanceTo(300)
    expect(show()[0]).toBe(`${start}200 unreachable: nobody there (3), 300 written`)
  })

  test('shows the topic a message is sent again to', () => {
    const again = {
      enableCache: true,
      resendAlterQueue: true,
      topic: 'new',
      resendDestination: 'old',
    }
    const rule = startRule({ actions: [{ bytes: { ...single, ...again } }] })
    const { show } = observe(rule)
    rule.answerWith('away')
    rule.send(1)
    rule.answerWith('write')
    rule.clock.advanceTo(100)
    expect(show()[0]).toBe(
      'in {"n":1} as {"n":1} > text 1 > json 1 old of 1 > 0 unreachable: nobody there (2), 100 written',
    )
  })

  test('ends with the reason of a drop, which the row that was dropped shows too', () => {
    const rule = startRule({ actions: [{ bytes: { ...single, bufferLength: 1 } }] })
    const { show } = observe(rule)
    rule.answerWith('later')
    rule.send(1, 2, 3)
    const reason = 'buffer full: 1 messages wait for the sink, the oldest was dropped'
    const way = `{"n":2} as {"n":2} > text 2 > json 2 of 1 > 0 dropped: ${reason}`
    expect(show()).toEqual([
      'in {"n":1} as {"n":1} > text 1 > json 1 of 1 > waits',
      `in ${way}`,
      'in {"n":3} as {"n":3} > text 3 > json 3 of 1 > waits',
      `dropped ${way}`,
    ])
  })

  test('ends with the reason of a sink that did not want it', () => {
    const rule = startRule({ actions: [{ bytes: single }] })
    const { show } = observe(rule)
    rule.answerWith('bad')
    rule.send(1)
    const way = '{"n":1} as {"n":1} > text 1 > json 1 of 1 > 0 lost: not wanted'
    expect(show()).toEqual([`in ${way}`, `error ${way}`, `dropped ${way}`])
  })

  test('ends where the template fails', () => {
    const rule = startRule({ actions: [{ bytes: { ...single, dataTemplate: '{{fail "no"}}' } }] })
    const { show } = observe(rule)
    rule.send(1)
    const way = '{"n":1} as {"n":1} > nothing > no message'
    expect(show()).toEqual([`in ${way}`, `error ${way}`, `dropped ${way}`])
  })

  test('ends where what is left cannot be encoded', () => {
    const rule = startRule({ actions: [{ bytes: { sendSingle: true } }] })
    const { events } = observe(rule)
    rule.send(NaN)
    const way = { item: { n: NaN }, result: { kind: 'data', data: { n: NaN } } }
    expect(events.map((event) => [event.kind, event.way])).toEqual([
      ['in', way],
      ['error', way],
      ['dropped', way],
    ])
  })

  test('goes to the disk where the memory of its cache is full', () => {
    const cache = { enableCache: true, memoryCacheThreshold: 1, bufferPageSize: 1 }
    const rule = startRule({ actions: [{ bytes: { ...single, ...cache } }] })
    const { show } = observe(rule)
    rule.answerWith('away')
    rule.send(1, 2)
    expect(show().find((line) => line.startsWith('in {"n":2}'))).toMatch(/> 0 stored$/)
  })

  test.each([
    ['a row', { sendSingle: true }, ['out {"n":2} as {"n":2} > data {"n":2} > json {"n":2} of 1']],
    ['the rows of a list', {}, ['out {"n":2} as [{"n":2}] > data [{"n":2}] > json [{"n":2}] of 1']],
    ['no JSON', { sendSingle: true, dataTemplate: 'n is {{.n}}' }, []],
    ['compressed', { sendSingle: true, compression: 'gzip' }, []],
  ])('begins with the message where the disk alone knew it: %s', (_, properties, expected) => {
    const cache = { enableCache: true, memoryCacheThreshold: 1, bufferPageSize: 1 }
    const rule = startRule({ actions: [{ bytes: { ...properties, ...cache } }] })
    const { show } = observe(rule)
    rule.answerWith('away')
    rule.send(1, 2)
    rule.answerWith('write')
    rule.clock.advanceTo(1000)
    expect(rule.sent).toHaveLength(2)
    const shown = show().filter((line) => line.startsWith('out {"n":2}'))
    expect(shown).toEqual(expected.map((way) => `${way} > 100 written`))
  })

  test('is not made while nobody looks', () => {
    const rule = startRule({ actions: [{ bytes: single }] })
    rule.answerWith('later')
    rule.send(1)
    const { events, cancel } = observe(rule)
    void rule.release()
    cancel()
    rule.send(2)
    expect(events).toEqual([])
  })
})

function wayOf(event: NodeEvent): RowWay | undefined {
  return event.way
}

function describeEvent(event: NodeEvent): string {
  const row = event.row === undefined ? '?' : toJsonText(event.row)
  const { way } = event
  return `${event.kind} ${row} ${way === undefined ? '' : describeWay(way)}`
}

function describeWay({ item, result, message }: RowWay): string {
  const made =
    result === undefined
      ? 'nothing'
      : `${result.kind} ${result.kind === 'text' ? result.text : toJsonText(result.data)}`
  const rest = message === undefined ? 'no message' : describeMessage(message)
  return `as ${toJsonText(item)} > ${made} > ${rest}`
}

function describeMessage({ rows, sent, encoding, answers }: MessageWay): string {
  const { data, properties } = sent
  const text = data instanceof Uint8Array ? new TextDecoder().decode(data) : toJsonText(data)
  const topic = properties['topic'] === undefined ? '' : ` ${properties['topic']}`
  const last = answers.length === 0 ? 'waits' : answers.map(describeAnswer).join(', ')
  return `${encoding.format} ${text}${topic} of ${String(rows)} > ${last}`
}

function describeAnswer(answer: WayAnswer): string {
  const { at, times, kind } = answer
  const reason = 'reason' in answer ? `: ${answer.reason}` : ''
  return `${String(at)} ${kind}${reason}${times === 1 ? '' : ` (${String(times)})`}`
}
