import { expect, test } from 'vitest'
import { checkAction, describedFormats, type PipelineOptions } from './index.ts'

function faultsOf(properties: object, sink: Partial<PipelineOptions> = {}) {
  return checkAction({ properties: { ...properties }, accepts: 'bytes', ...sink })
}

const config = 'fail to parse sink configuration: '
const cache = `${config}invalid cache properties: `

test.each<[object, readonly (readonly [string, string])[]]>([
  [{ topic: 'a/{{.id}}', dataTemplate: '{{.a}}', bufferLength: 5 }, []],
  [
    { batchSize: '2', format: 5, fields: ['a', 1] },
    [
      ['format', 'format takes a text, not 5'],
      ['fields', 'fields[1] takes a text, not 1'],
      ['batchSize', 'batchSize takes a number, not "2"'],
    ],
  ],
  [
    { batchSize: -1, bufferLength: -3, LingerInterval: -5 },
    [
      ['batchSize', `${config}invalid batchSize -1`],
      ['LingerInterval', `${config}invalid lingerInterval -5000000, must be positive`],
      ['bufferLength', `${config}invalid bufferLength -3, must not be negative`],
    ],
  ],
  [
    { lingerInterval: '5x' },
    [['lingerInterval', 'lingerInterval is no duration: time: unknown unit "x" in duration "5x"']],
  ],
  [
    { memoryCacheThreshold: 0, maxDiskCache: 1000 },
    [
      [
        'memoryCacheThreshold',
        `${cache}memoryCacheThresholdTooSmall:memoryCacheThreshold must be greater than or equal to bufferPageSize`,
      ],
      [
        'maxDiskCache',
        `${cache}maxDiskCacheNotMultiple:maxDiskCache must be a multiple of bufferPageSize`,
      ],
    ],
  ],
  [
    { memoryCacheThreshold: -1, resendPriority: 2 },
    [
      [
        'memoryCacheThreshold',
        `${cache}memoryCacheThreshold:memoryCacheThreshold must be positive`,
      ],
      ['resendPriority', `${cache}resendPriority:resendPriority must be -1, 0 or 1`],
    ],
  ],
  [
    { fields: ['a'], excludeFields: ['b'], format: 'xml', compression: 'GZIP', encryption: 'aes' },
    [
      ['excludeFields', 'field and excludeFields cannot both be set'],
      ['format', 'format type xml not supported'],
      ['compression', 'get compressor GZIP fail with error: unsupported compressor: GZIP'],
      ['encryption', 'get encryptor aes fail with error: AES Key is not defined'],
    ],
  ],
])('%j', (properties, expected) => {
  const faults = faultsOf(properties)
  expect(faults.map(({ property, message }) => [property, message])).toEqual(expected)
  for (const fault of faults) {
    expect(fault).toMatchObject({ severity: 'error', code: 'CFG5004' })
  }
})

test.each([
  [{ maxDiskCache: 1000 }, /which is 256: 1024 for example/],
  [{ memoryCacheThreshold: 0, bufferPageSize: 100, maxDiskCache: 1000 }, /is 100: 100 for/],
  [{ lingerInterval: '5x' }, /a unit such as 500ms/],
  [{ batchSize: -1 }, /0 sends each at once/],
  [{ format: 'xml' }, /Choose json, delimited/],
  [{ encryption: 'rot13' }, /Choose aes/],
])('%j has a hint', (properties, hint) => {
  expect(faultsOf(properties)[0]?.hint).toMatch(hint)
})

test.each([
  [
    { dataTemplate: 'x {{nofunc .a}}' },
    [['dataTemplate', 'template: sink:1: function "nofunc" not defined', 'nofunc']],
  ],
  [
    { DataTemplate: 'x\n{{nofunc\n.a}}' },
    [['DataTemplate', 'template: sink:2: function "nofunc" not defined', 'nofunc']],
  ],
  [{ topic: 'a/{{.id | y}}' }, [['topic', 'template: sink:1: function "y" not defined', 'y']]],
  [
    { dataTemplate: '{{', headers: { 'X-Id': '{{z}}' }, url: '{{q}}' },
    [
      ['dataTemplate', 'template: sink:1: unclosed action', '{{'],
      ['headers.X-Id', 'template: sink:1: function "z" not defined', 'z'],
      ['url', 'template: sink:1: function "q" not defined', 'q'],
    ],
  ],
])('the template that does not parse in %j', (properties, faults) => {
  const texts: Readonly<Record<string, string>> = {
    'headers.X-Id': '{{z}}',
    ...(properties as Readonly<Record<string, string>>),
  }
  const found = faultsOf(properties).map(({ property, message, range }) => [
    property,
    message,
    texts[property]?.slice(range?.start, range?.end),
  ])
  expect(found).toEqual(faults)
})

const template = { dataTemplate: '{"a":{{.a}}}' }
const delimited = { format: 'delimited' }
const rows = { accepts: 'rows' } as const
const protobuf = {
  formats: describedFormats([{ type: 'protobuf', needsSchema: false }], {}),
}
const stream = { writesStream: true }

test.each<[object, Partial<PipelineOptions>, readonly string[]]>([
  [{ ...template, batchSize: 2 }, {}, ['dataTemplate CFG5101']],
  [{ DataTemplate: 'x', lingerInterval: '1s' }, rows, ['DataTemplate CFG5101']],
  [{ ...template, batchSize: 2, fields: ['a'] }, {}, []],
  [{ ...template, batchSize: 2, format: 'JSON' }, {}, []],
  [template, {}, []],
  [{ format: 'urlencoded' }, {}, ['sendSingle CFG5102']],
  [{ format: 'Binary', batchSize: 3 }, {}, ['sendSingle CFG5102']],
  [{ format: 'protobuf', schemaId: 'a.B' }, protobuf, ['sendSingle CFG5102']],
  [{ format: 'urlencoded' }, rows, []],
  [{ format: 'urlencoded' }, { isSliceMode: true }, []],
  [{ format: 'urlencoded', sendSingle: true }, {}, []],
  [{ format: 'binary', dataField: 'a' }, {}, []],
  [{ format: 'urlencoded', ...template }, {}, []],
  [{ ...delimited, sendSingle: true, hasHeader: true }, {}, ['hasHeader CFG5103']],
  [{ ...delimited, sendSingle: true, hasHeader: true }, stream, []],
  [{ ...delimited, sendSingle: true, hasHeader: true, fields: ['a'] }, {}, ['hasHeader CFG5104']],
  [{ ...delimited, hasHeader: true }, {}, []],
  [{ ...delimited, ...template, sendSingle: true, hasHeader: true }, {}, []],
  [{ ...delimited, delimiter: ';', batchSize: 2 }, {}, ['delimiter CFG5105']],
  [{ ...delimited, delimiter: ';' }, {}, []],
  [{ ...delimited, hasHeader: false, batchSize: 2 }, {}, ['hasHeader CFG5106']],
  [{ ...delimited, batchSize: 2 }, {}, []],
  [{ dataField: 'a.b' }, {}, ['dataField CFG5107']],
  [{ tableDataField: 'a->b' }, {}, ['tableDataField CFG5107']],
  [{ fields: ['a', 'a.b'] }, {}, ['fields CFG5107']],
  [{ compression: 'GZIP', encryption: 'aes' }, rows, ['compression CFG5108', 'encryption CFG5108']],
  [{ topic: 'a/{{.x' }, {}, ['topic CFG5109']],
  [{ topic: 'a/{{.x}}', properties: { 'user.a': 'b{{.x\n}}' } }, {}, ['properties.user.a CFG5109']],
  [{ topic: 'a/{{.x}}', dataField: '{{', list: ['{{'] }, {}, []],
])('the traps of %j for a sink %j', (properties, sink, expected) => {
  const found = faultsOf(properties, sink)
  expect(found.map(({ property, code }) => `${property} ${code}`)).toEqual(expected)
  for (const { severity, hint } of found) {
    expect(severity).toBe('warning')
    expect(hint).toMatch(/\.$/)
  }
})
