import { z } from 'zod'

const text = (title: string, description: string, more: object = {}) => ({
  title,
  description,
  ...more,
})
const payload = { group: 'Payload' }
const reliability = { group: 'Reliability' }

/**
 * The properties that every action understands, whatever its sink. They are the engine's: a sink declares
 * only its own. Durations are milliseconds or texts such as `10s`.
 */
export const commonSinkProperties = z.object({
  sendSingle: z
    .boolean()
    .default(false)
    .meta(
      text(
        'One message per row',
        'Send every row by itself instead of a list of all rows of a result.',
        payload,
      ),
    ),
  format: z
    .string()
    .default('json')
    .meta(
      text(
        'Format',
        'How rows become bytes: json, delimited, urlencoded, binary or a format of a plugin.',
        {
          ...payload,
          examples: ['json', 'delimited', 'urlencoded', 'binary'],
        },
      ),
    ),
  dataTemplate: z
    .string()
    .default('')
    .meta(
      text(
        'Data template',
        'Go template that writes the message. It sees the row, or the list of rows when they are sent together.',
        {
          ...payload,
          widget: 'template',
          dynamic: true,
        },
      ),
    ),
  dataField: z
    .string()
    .default('')
    .meta(text('Data field', 'Send only the object or list that this column holds.', payload)),
  fields: z
    .array(z.string())
    .default([])
    .meta(text('Fields', 'Send only these columns; one that is missing is sent as null.', payload)),
  excludeFields: z
    .array(z.string())
    .default([])
    .meta(
      text('Excluded fields', 'Leave these columns out. Cannot be combined with fields.', payload),
    ),
  omitIfEmpty: z
    .boolean()
    .default(false)
    .meta(
      text(
        'Omit empty results',
        'Send nothing for a result without rows or a row without columns.',
        payload,
      ),
    ),
  delimiter: z
    .string()
    .default(',')
    .meta(
      text('Delimiter', 'What stands between two values of a delimited row.', {
        ...payload,
        visibleIf: { property: 'format', values: ['delimited'] },
      }),
    ),
  hasHeader: z
    .boolean()
    .default(false)
    .meta(
      text('Header line', 'Write the column names in front of delimited rows.', {
        ...payload,
        visibleIf: { property: 'format', values: ['delimited'] },
      }),
    ),
  schemaId: z
    .string()
    .default('')
    .meta(
      text(
        'Schema',
        'Schema file and message for formats that need one, such as `telemetry.Reading`.',
        {
          ...payload,
          visibleIf: { property: 'format', values: ['protobuf', 'custom'] },
        },
      ),
    ),
  compression: z
    .enum(['', 'gzip', 'zlib', 'flate', 'zstd'])
    .default('')
    .meta(text('Compression', 'How each message is compressed.', payload)),
  compressionProps: z
    .record(z.string(), z.unknown())
    .default({})
    .meta(
      text(
        'Compression settings',
        'eKuiper reads none of them: what is set here changes no message.',
        {
          ...payload,
          widget: 'key-values',
        },
      ),
    ),
  encryption: z
    .enum(['', 'aes'])
    .default('')
    .meta(
      text(
        'Encryption',
        "Encrypt each message after compression. The key is the host's: SLUICE_AES_KEY in its environment.",
        payload,
      ),
    ),
  encProps: z
    .record(z.string(), z.unknown())
    .default({})
    .meta(
      text('Encryption settings', 'mode (cfb or gcm), iv and aad (base64), tagsize.', {
        ...payload,
        widget: 'key-values',
        visibleIf: { property: 'encryption', values: ['aes'] },
      }),
    ),
  batchSize: z
    .number()
    .default(0)
    .meta(
      text(
        'Batch size',
        'Collect this many results and send them as one message; 0 sends each at once.',
        payload,
      ),
    ),
  lingerInterval: z
    .union([z.number(), z.string()])
    .default(0)
    .meta(
      text('Batch interval', 'Send what a batch has collected at least this often.', {
        ...payload,
        widget: 'duration',
      }),
    ),
  concurrency: z
    .number()
    .default(1)
    .meta(
      text(
        'Concurrency',
        'How many results are worked on at the same time. The order is kept.',
        reliability,
      ),
    ),
  bufferLength: z
    .number()
    .default(1024)
    .meta(
      text(
        'Buffer length',
        'Messages that may wait for the sink before the oldest are dropped.',
        reliability,
      ),
    ),
  disableBufferFullDiscard: z
    .boolean()
    .default(false)
    .meta(
      text(
        'Never drop',
        'Hold the rule, and the source it reads, while the buffer is full, instead of dropping the oldest message.',
        reliability,
      ),
    ),
  enableCache: z
    .boolean()
    .default(false)
    .meta(
      text(
        'Cache',
        'Keep messages on disk until the sink took them, and send them again when its other side comes back.',
        reliability,
      ),
    ),
  memoryCacheThreshold: z
    .number()
    .default(1024)
    .meta(
      text(
        'Messages in memory',
        'Cached messages kept in memory before the disk is used. A multiple of the page size.',
        cacheOnly(),
      ),
    ),
  maxDiskCache: z
    .number()
    .default(1024000)
    .meta(
      text(
        'Messages on disk',
        'Cached messages kept on disk before the oldest are dropped. A multiple of the page size.',
        cacheOnly(),
      ),
    ),
  bufferPageSize: z
    .number()
    .default(256)
    .meta(text('Page size', 'Messages read from or written to the disk at once.', cacheOnly())),
  resendInterval: z
    .union([z.number(), z.string()])
    .default(0)
    .meta(
      text(
        'Resend interval',
        'Pause before a message that could not be sent is tried again; 0 is 100 ms with the cache on, else never.',
        { ...reliability, widget: 'duration' },
      ),
    ),
  cleanCacheAtStop: z
    .boolean()
    .default(false)
    .meta(
      text('Clean cache at stop', 'Throw cached messages away when the rule stops.', cacheOnly()),
    ),
  resendAlterQueue: z
    .boolean()
    .default(false)
    .meta(
      text(
        'Separate resend queue',
        'Send new messages at once while old ones are sent again: their order is lost.',
        cacheOnly(),
      ),
    ),
  resendDestination: z
    .string()
    .default('')
    .meta(
      text(
        'Resend topic',
        'Topic of the messages that the separate queue sends; empty: the same.',
        {
          ...reliability,
          dynamic: true,
          visibleIf: { property: 'resendAlterQueue', values: [true] },
        },
      ),
    ),
  resendPriority: z
    .literal([-1, 0, 1])
    .default(0)
    .meta(
      text(
        'Resend priority',
        'Which would go first: new messages (-1), neither (0), old ones (1). eKuiper 2 checks it and does not use it.',
        cacheOnly(),
      ),
    ),
  resendIndicatorField: z
    .string()
    .default('')
    .meta(
      text(
        'Resend mark',
        'Column that would mark messages that are sent again. eKuiper 2 accepts it and does not use it.',
        cacheOnly(),
      ),
    ),
})

function cacheOnly(): object {
  return { ...reliability, visibleIf: { property: 'enableCache', values: [true] } }
}

export type CommonSinkProperties = z.output<typeof commonSinkProperties>
