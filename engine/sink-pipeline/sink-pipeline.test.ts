import { createHash } from 'node:crypto'
import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { createPayloadDecoder } from '../decode/index.ts'
import { createVirtualClock } from '../testkit/index.ts'
import { toJsonText } from '../types/json-text.ts'
import type { RecordValue } from '../types/value.ts'
import {
  commonSinkProperties,
  createPipeline,
  planPipeline,
  previewMessages,
  type SinkMessage,
} from './index.ts'
import { readActionProperties } from './read-properties.ts'
import { xxhash64 } from './xxhash64.ts'

const decode = createPayloadDecoder('json', '')
const rowsOf = (json: string): readonly RecordValue[] => {
  const value = decode(new TextEncoder().encode(json))
  return Array.isArray(value) ? (value as readonly RecordValue[]) : [value as RecordValue]
}

const textOf = (data: SinkMessage['data']): string =>
  data instanceof Uint8Array ? new TextDecoder().decode(data) : toJsonText(data)

interface Options {
  readonly accepts?: 'bytes' | 'rows'
  readonly sendError?: boolean
}

/** A running pipeline with everything it gave out. */
const open = (properties: Readonly<Record<string, unknown>>, options: Options = {}) => {
  const planned = planPipeline({ properties, accepts: options.accepts ?? 'bytes' })
  if (!planned.ok) throw new Error(planned.fault.message)
  const clock = createVirtualClock(0)
  const messages: SinkMessage[] = []
  const errors: string[] = []
  const abandoned: string[] = []
  const pipeline = createPipeline(planned.plan, {
    clock,
    sendError: options.sendError ?? false,
    deliver: (message) => messages.push(message),
    fail: (error) => errors.push(error.message),
    abandon: ({ data }) => abandoned.push(textOf(data)),
  })
  return {
    pipeline,
    clock,
    messages,
    errors,
    abandoned,
    texts: () => messages.map(({ data }) => textOf(data)),
  }
}

const send = (properties: Readonly<Record<string, unknown>>, json: string, options?: Options) => {
  const { pipeline, texts, errors } = open(properties, options)
  pipeline.send(rowsOf(json))
  return errors.length > 0 ? { texts: texts(), errors } : texts()
}

const fault = (properties: Readonly<Record<string, unknown>>) => {
  const planned = planPipeline({ properties, accepts: 'bytes' })
  return planned.ok ? undefined : planned.fault
}

describe('one result', () => {
  test.each<[object, string, unknown]>([
    [{}, '{"a":1}', ['[{"a":1}]']],
    [{ sendSingle: true }, '[{"a":1},{"a":2}]', ['{"a":1}', '{"a":2}']],
    [{}, '[]', ['[]']],
    [{ omitIfEmpty: true }, '[]', []],
    [{ omitIfEmpty: true, sendSingle: true }, '[{},{"a":1}]', ['{"a":1}']],
    [{ sendSingle: true, fields: ['b', 'zz'] }, '{"a":1,"b":2}', ['{"b":2,"zz":null}']],
    [{ excludeFields: ['a'] }, '[{"a":1,"b":2},{"b":3}]', ['[{"b":2},{"b":3}]']],
    [{ dataField: 'o' }, '[{"o":{"x":1}},{"o":{"x":2}}]', ['{"x":1}']],
    [{ dataField: 'l', fields: ['q'] }, '{"l":[{"q":1},{}]}', ['[{"q":1},{"q":null}]']],
    [{ dataField: 'a' }, '{"a":5}', { texts: [], errors: ['invalid transform result type 5'] }],
    [{ dataTemplate: '{{(index . 0).a}}!' }, '{"a":1}', ['1!']],
    [{ dataTemplate: '{"x":{{.a}}}', sendSingle: true, fields: ['x'] }, '{"a":1}', ['{"x":1}']],
    [{ dataTemplate: '{"x":{{.a}}}', sendSingle: true, format: 'JSON' }, '{"a":1}', ['{"x":1}']],
    [{ format: 'delimited', sendSingle: true }, '{"b":2,"a":1}', ['1,2']],
  ])('%j on %s', (properties, json, expected) => {
    expect(send({ ...properties }, json)).toEqual(expected)
  })

  test('sinks for rows get rows; a template is read back with the format', () => {
    expect(
      send({ format: 'delimited', sendSingle: true, dataTemplate: 'x,{{.a}}' }, '{"a":1}', {
        accepts: 'rows',
      }),
    ).toEqual(['{"col0":"x","col1":"1"}'])
  })

  test('a template that changes its row changes it for this action only', () => {
    const rows = rowsOf('{"n":1}')
    const { pipeline, texts } = open({ sendSingle: true, topic: '{{$x := set . "n" 5}}t' })
    pipeline.send(rows)
    expect([texts(), toJsonText(rows)]).toEqual([['{"n":5}'], '[{"n":1}]'])
  })
})

describe('errors', () => {
  test('are sent as bare text, or as a row, where the rule asks for it', () => {
    const bytes = open({ compression: 'gzip', dataTemplate: 'x' }, { sendError: true })
    bytes.pipeline.sendError('broken')
    const rows = open({ sendSingle: false }, { accepts: 'rows', sendError: true })
    rows.pipeline.sendError('broken')
    const silent = open({})
    silent.pipeline.sendError('broken')
    expect([bytes.texts(), rows.texts(), silent.texts()]).toEqual([
      ['broken'],
      ['{"error":"broken"}'],
      [],
    ])
  })

  test('a failing property loses its row and leaves its text to the next one', () => {
    const { pipeline, messages, errors } = open({ sendSingle: true, topic: 't/{{.a.x}}' })
    pipeline.send(rowsOf('{"a":1}'))
    pipeline.send(rowsOf('{"a":{"x":2}}'))
    expect(errors).toHaveLength(1)
    expect(messages.map(({ properties }) => properties)).toEqual([{ topic: 't/t/2' }])
  })
})

describe('batches', () => {
  const feed = (
    properties: Readonly<Record<string, unknown>>,
    count: number,
    options?: Options,
  ) => {
    const opened = open(properties, options)
    for (let i = 1; i <= count; i++) opened.pipeline.send(rowsOf(`{"i":${i}}`))
    return opened.texts()
  }

  test.each<[object, unknown]>([
    [{ batchSize: 2, sendSingle: true }, ['[{"i":1},{"i":2}]']],
    [{ batchSize: 2 }, ['[[{"i":1}],[{"i":2}]]']],
    [{ batchSize: 2, sendSingle: true, format: 'delimited', delimiter: ';' }, ['i\n1\n2']],
    [{ batchSize: 2, sendSingle: true, format: 'urlencoded' }, ['i=1i=2']],
    [{ batchSize: 2, sendSingle: true, dataTemplate: '{{.i}}' }, []],
    [{ batchSize: 1.9, sendSingle: true }, ['[{"i":1}]', '[{"i":2}]', '[{"i":3}]']],
  ])('%j', (properties, expected) => {
    expect(feed({ ...properties }, 3)).toEqual(expected)
  })

  test('for rows are one flat list', () => {
    expect(feed({ batchSize: 2 }, 2, { accepts: 'rows' })).toEqual(['[{"i":1},{"i":2}]'])
  })

  test('go out on a grid that starts with the rule, whatever their size did', () => {
    const { pipeline, clock, texts } = open({
      batchSize: 2,
      lingerInterval: '1s',
      sendSingle: true,
    })
    clock.advanceTo(700)
    for (const i of [1, 2, 3]) pipeline.send(rowsOf(`{"i":${i}}`))
    clock.advanceTo(999)
    expect(texts()).toEqual(['[{"i":1},{"i":2}]'])
    clock.advanceTo(5000)
    expect(texts()).toEqual(['[{"i":1},{"i":2}]', '[{"i":3}]'])
    pipeline.stop()
    expect(clock.pending()).toBe(0)
  })

  test('that are not full are sent by a flush, and abandoned by a stop', () => {
    const { pipeline, texts, abandoned } = open({ batchSize: 3, sendSingle: true })
    pipeline.flush()
    for (const i of [1, 2, 3, 4]) pipeline.send(rowsOf(`{"i":${i}}`))
    pipeline.flush()
    for (const i of [5, 6]) pipeline.send(rowsOf(`{"i":${i}}`))
    pipeline.stop()
    expect(texts()).toEqual(['[{"i":1},{"i":2},{"i":3}]', '[{"i":4}]'])
    expect(abandoned).toEqual(['[{"i":5},{"i":6}]'])
  })

  test('a batch that cannot be sealed at the stop is an error that nobody sends', () => {
    const planned = planPipeline({ properties: { batchSize: 2 }, accepts: 'bytes' })
    if (!planned.ok) throw new Error(planned.fault.message)
    const seen: string[] = []
    const fail = (): never => {
      throw new Error('no key')
    }
    const pipeline = createPipeline(
      { ...planned.plan, codecs: [fail] },
      {
        clock: createVirtualClock(0),
        sendError: true,
        deliver: ({ data }) => seen.push(`sent ${textOf(data)}`),
        fail: ({ message }) => seen.push(`failed ${message}`),
        abandon: ({ data }) => seen.push(`abandoned ${textOf(data)}`),
      },
    )
    pipeline.send(rowsOf('{"i":1}'))
    pipeline.stop()
    expect(seen).toEqual(['failed no key'])
  })
})

describe('compression', () => {
  const readers = { gzip: gunzipSync, zlib: inflateSync, flate: inflateRawSync }
  test.each(Object.entries(readers))(
    '%s is read by others, short and long',
    (compression, read) => {
      for (const length of [0, 1, 60, 120, 5000]) {
        const value = 'ab'.repeat(length)
        const { pipeline, messages } = open({
          compression,
          sendSingle: true,
          dataTemplate: '{{.v}}',
        })
        pipeline.send(rowsOf(JSON.stringify({ v: value })))
        const data = messages[0]?.data
        expect(data instanceof Uint8Array ? read(data).toString() : data).toBe(value)
      }
    },
  )

  test.each([
    ['', 0xef46db3751d8e999n],
    ['abc', 0x44bc2cf5ad770999n],
    ['Nobody inspects the spammish repetition', 0xfbcea83c8a378bf1n],
  ])('the checksum of zstd frames, of "%s"', (text, expected) => {
    expect(xxhash64(new TextEncoder().encode(text))).toBe(expected)
  })

  test('hosts may bring faster ones', () => {
    const planned = planPipeline({
      properties: { compression: 'gzip' },
      accepts: 'bytes',
      codecs: {
        compressors: { gzip: () => (bytes) => createHash('md5').update(bytes).digest() },
        encryptors: {},
      },
    })
    expect(planned.ok).toBe(true)
  })

  test('is the matter of a sink that writes a stream', () => {
    const properties = { compression: 'gzip', encryption: 'aes', dataTemplate: 'x' }
    const planned = planPipeline({ properties, accepts: 'bytes', writesStream: true })
    expect(planned.ok && planned.plan.codecs).toEqual([])
    expect(planPipeline({ properties, accepts: 'bytes' }).ok).toBe(false)
  })
})

describe('refused properties', () => {
  test.each<[object, string, string | RegExp]>([
    [{ sendSingle: 'true' }, 'sendSingle', /^sendSingle takes true or false, not "true"$/],
    [{ batchSize: '2' }, 'batchSize', /^batchSize takes a number, not "2"$/],
    [{ batchSize: -1 }, 'batchSize', /invalid batchSize -1/],
    [
      { batchSize: 1e20 },
      'batchSize',
      /^batchSize takes a whole number between .*, not 100000000000000000000$/,
    ],
    [{ bufferLength: -1e19 }, 'bufferLength', /takes a whole number between .*, not -1/],
    [{ concurrency: 2 ** 63 }, 'concurrency', /takes a whole number between/],
    [{ memoryCacheThreshold: -1e300 }, 'memoryCacheThreshold', /takes a whole number between/],
    [{ maxDiskCache: 1e300 }, 'maxDiskCache', /takes a whole number between .*, not 1e\+300$/],
    [{ bufferPageSize: 1e20 }, 'bufferPageSize', /takes a whole number between/],
    [{ resendPriority: 1e20 }, 'resendPriority', /takes a whole number between/],
    [
      { lingerInterval: 1e13 },
      'lingerInterval',
      /takes at most 9223372036854 milliseconds, not 10000000000000$/,
    ],
    [{ resendInterval: 1e20 }, 'resendInterval', /takes at most 9223372036854 milliseconds/],
    [{ resendInterval: '9999999h' }, 'resendInterval', /is no duration: time: invalid duration/],
    [{ lingerInterval: '500' }, 'lingerInterval', /missing unit in duration "500"/],
    [{ lingerInterval: -5 }, 'lingerInterval', /invalid lingerInterval -5000000/],
    [{ fields: 'id' }, 'fields', 'fields takes a list of texts, not "id"'],
    [
      { fields: ['a'], excludeFields: ['b'] },
      'excludeFields',
      'field and excludeFields cannot both be set',
    ],
    [{ format: 'xml' }, 'format', 'format type xml not supported'],
    [{ compression: 'GZIP' }, 'compression', /unsupported compressor: GZIP/],
    [{ encryption: 'aes' }, 'encryption', /AES Key is not defined/],
    [{ encryption: 'rot13' }, 'encryption', /encryptor 'rot13' is not supported/],
    [{ dataTemplate: '{{.a' }, 'dataTemplate', /unclosed action/],
    [{ headers: { 'X-A': '{{nosuch}}' } }, 'headers.X-A', /function "nosuch" not defined/],
    [
      { memoryCacheThreshold: 100 },
      'memoryCacheThreshold',
      /greater than or equal to bufferPageSize/,
    ],
    [{ resendInterval: -5 }, 'resendInterval', /resendInterval must be positive/],
  ])('%j', (properties, property, message) => {
    expect(fault({ ...properties })).toMatchObject({
      property,
      message: expect.stringMatching(message) as string,
    })
  })

  test('names in any case, nulls and unknown properties are accepted', () => {
    expect(fault({ SENDSINGLE: true, format: null, nonsense: { a: [1] } })).toBeUndefined()
  })
})

describe('previews', () => {
  const preview = (properties: Readonly<Record<string, unknown>>, json: string) =>
    previewMessages({ properties, accepts: 'bytes' }, rowsOf(json))

  test('show each message after its template and as bytes', () => {
    const shown = preview(
      { dataTemplate: 'v={{.a}}', topic: 't/{{.a}}', sendSingle: true },
      '[{"a":1},{"a":2}]',
    )
    expect(shown).toMatchObject({
      ok: true,
      messages: [
        { result: { kind: 'text', text: 'v=1' }, message: { properties: { topic: 't/1' } } },
        { result: { kind: 'text', text: 'v=2' }, message: { properties: { topic: 't/2' } } },
      ],
    })
  })

  test('show a batch as if it were full', () => {
    const shown = preview({ batchSize: 100, sendSingle: true }, '{"a":1}')
    const message = shown.ok ? shown.messages[0]?.message : undefined
    expect(message === undefined ? shown : textOf(message.data)).toBe('[{"a":1}]')
  })

  test('tell where a template is wrong, and why a row fails', () => {
    expect(preview({ dataTemplate: 'ab {{upcase .x}}' }, '{}')).toMatchObject({
      ok: false,
      fault: { property: 'dataTemplate', range: { start: 5, end: 11 } },
    })
    expect(preview({ sendSingle: true, dataField: 'a' }, '{"a":1}')).toEqual({
      ok: true,
      messages: [],
      errors: ['invalid transform result type 1'],
    })
  })
})

test('the form knows every property that is read, with its default', () => {
  const read = readActionProperties({})
  if (!read.ok) throw new Error(read.fault.message)
  const renamed: Readonly<Record<string, string>> = {
    lingerMs: 'lingerInterval',
    resendIntervalMs: 'resendInterval',
  }
  const wanted = Object.entries(read.properties).map(
    ([name, value]) => [renamed[name] ?? name, value] as const,
  )
  expect(commonSinkProperties.parse({})).toEqual(Object.fromEntries(wanted))
})
