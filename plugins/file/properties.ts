import { millisecondsOf, z } from '#engine/api'

const target = { group: 'Target' } as const
const rolling = { group: 'Advanced' } as const

/** Milliseconds, or a text such as `10s`; eKuiper's own words for what is less than nothing. */
function duration(name: string) {
  return z.union([z.number(), z.string()]).superRefine((value, context) => {
    const ms = millisecondsOf(value)
    if (ms === undefined) {
      const input = JSON.stringify(value)
      const message = `${name} takes milliseconds or a text such as "10s", not ${input}`
      context.addIssue({ code: 'custom', message })
    } else if (ms < 0) {
      const message = `${name} must be positive, not ${String(value)}`
      context.addIssue({ code: 'custom', message })
    }
  })
}

const fileTypes = ['lines', 'json', 'csv'] as const
export type FileType = (typeof fileTypes)[number]

const namePatterns = ['', 'prefix', 'suffix', 'none'] as const
export type NamePattern = (typeof namePatterns)[number]

/**
 * eKuiper's names and defaults. Unknown names stay, as the common properties (`format`, `hasHeader`,
 * `delimiter`, `fields`, `compression`) say how a file is written too.
 */
export const fileProperties = z
  .looseObject({
    path: z
      .string()
      .min(1, 'path must be set: write the name of a file')
      .default('cache')
      .meta({
        title: 'Path',
        description:
          'File to write. A data template makes it depend on the row: {{.deviceId}}.log. A relative path ' +
          'starts at the folder Sluice was started in. A file that is there is overwritten.',
        placeholder: '/var/log/{{.deviceId}}.log',
        dynamic: true,
        ...target,
      }),
    fileType: z
      .enum(fileTypes, {
        error: ({ input }) => `fileType must be one of json, csv or lines, not ${text(input)}`,
      })
      .default('lines')
      .meta({
        title: 'File type',
        description:
          'lines: one message a line. json: an array of the messages. csv: lines, and a header where it ' +
          'is asked for; needs the format delimited.',
        ...target,
      }),
    rollingNamePattern: z
      .enum(namePatterns, {
        error: ({ input }) =>
          `rollingNamePattern must be one of prefix, suffix or none, not ${text(input)}`,
      })
      .default('')
      .meta({
        title: 'Time in the name',
        description:
          'Where each new file has its time: prefix gives 1700000000000-out.log, suffix ' +
          'out-1700000000000.log. Without it each new file overwrites the one before.',
        ...target,
      }),
    rollingCount: z
      .number()
      .default(1_000_000)
      .meta({
        title: 'Messages in a file',
        description: 'Start a new file after this many messages; 0: however many.',
        ...rolling,
      }),
    rollingSize: z
      .number()
      .default(0)
      .meta({
        title: 'Bytes in a file',
        description: 'Start a new file after this many bytes, before compression; 0: however many.',
        ...rolling,
      }),
    rollingInterval: duration('rollingInterval')
      .default(0)
      .meta({
        title: 'Age of a file',
        description: 'Start a new file when one is older than this; 0: however old.',
        widget: 'duration',
        ...rolling,
      }),
    checkInterval: duration('checkInterval')
      .default(300_000)
      .meta({
        title: 'Check interval',
        description: 'How often the age of the files is looked at.',
        widget: 'duration',
        ...rolling,
      }),
    rollingHook: z
      .string()
      .default('')
      .meta({
        title: 'Rolling hook',
        description: 'What an eKuiper built with such hooks runs on a finished file. None is here.',
        ...rolling,
      }),
    rollingHookProps: z
      .record(z.string(), z.unknown())
      .default({})
      .meta({
        title: 'Hook properties',
        description: 'Settings of the rolling hook.',
        widget: 'key-values',
        ...rolling,
      }),
  })
  .superRefine((given, context) => {
    for (const { property, message } of faultsOf(given)) {
      context.addIssue({ code: 'custom', path: [property], message })
    }
  })

export type FileProperties = z.output<typeof fileProperties>

interface Fault {
  readonly property: string
  readonly message: string
}

function* faultsOf(given: FileProperties): Generator<Fault> {
  const count = Math.trunc(given.rollingCount)
  if (count < 0) {
    yield { property: 'rollingCount', message: `rollingCount must be positive, not ${count}` }
  } else if (
    count === 0 &&
    Math.trunc(given.rollingSize) === 0 &&
    millisecondsOf(given.rollingInterval) === 0
  ) {
    const message = 'one of rollingInterval, rollingCount, or rollingSize must be set'
    yield { property: 'rollingCount', message }
  }
  if (given.fileType === 'csv' && commonText(given, 'format') !== 'delimited') {
    const message = 'format must be delimited when fileType is csv'
    yield { property: 'format', message }
  }
  const compression = commonText(given, 'compression')
  if (!['', 'gzip', 'zstd'].includes(compression)) {
    const message = `compression must be one of gzip, zstd for a file, not ${text(compression)}`
    yield { property: 'compression', message }
  }
  if (commonText(given, 'encryption') !== '') {
    const message = 'a file cannot be encrypted here: leave encryption out'
    yield { property: 'encryption', message }
  }
  if (given.rollingHook !== '') {
    const message = `rolling hook ${given.rollingHook} is not registered: leave it out`
    yield { property: 'rollingHook', message }
  }
}

/** One of the engine's own properties, which it has checked; empty where it is not given. */
export function commonText(given: Readonly<Record<string, unknown>>, name: string): string {
  const value = given[name]
  return typeof value === 'string' ? value : ''
}

function text(input: unknown): string {
  return JSON.stringify(input)
}
