import { millisecondsOf, z } from '#engine/api'
import { createTlsProperties } from '../network/index.ts'
import { urlFault } from './url.ts'

const target = { group: 'Target' } as const
const advanced = { group: 'Advanced' } as const

export const methods = ['GET', 'POST', 'PUT', 'DELETE'] as const
// prettier-ignore
const bodyTypes = [
  'none', 'json', 'text', 'html', 'xml', 'javascript', 'form', 'binary', 'formdata',
] as const
export type BodyType = (typeof bodyTypes)[number]

/** One of `values` in any case; comes out as it is written here. */
function anyCase<const Value extends string>(name: string, values: readonly Value[]) {
  return z.preprocess(
    (given) =>
      values.find((value) => typeof given === 'string' && isSameText(value, given)) ?? given,
    z.enum(values, {
      error: ({ input }) => `${name} takes ${values.join(', ')}, not ${JSON.stringify(input)}`,
    }),
  )
}

function isSameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

const texts = z.record(z.string(), z.string())

const tokenRequest = z.looseObject({
  url: z.string().default(''),
  body: z.string().default(''),
  headers: texts.default({}),
})

/**
 * eKuiper's names and defaults. Unknown names stay: the common properties `format` and `compression` are
 * looked at too.
 */
export const restProperties = z
  .looseObject({
    url: z
      .string()
      .min(1, 'url is required')
      .superRefine((url, context) => {
        const fault = url === '' ? undefined : urlFault(url)
        if (fault === undefined) return
        context.addIssue({ code: 'custom', message: `"${url}" is no URL to send to: ${fault}` })
      })
      .default('http://localhost')
      .meta({
        title: 'URL',
        description:
          'Where to send. A data template in its path or query makes it depend on the row.',
        placeholder: 'https://example.com/api/{{.deviceId}}',
        // For the form, which has only the schema.
        pattern: '^[hH][tT][tT][pP][sS]?://[^/?]',
        patternMessage: 'Must begin with http:// or https:// and name a host.',
        dynamic: true,
        ...target,
      }),
    method: anyCase('method', methods)
      .default('GET')
      .meta({
        title: 'Method',
        description: 'HTTP method. GET sends nothing of the row unless a body type is chosen.',
        anyCase: true,
        ...target,
      }),
    bodyType: z
      .preprocess(
        (given) => (given === '' ? undefined : given),
        anyCase('bodyType', bodyTypes).optional(),
      )
      .meta({
        title: 'Body type',
        description:
          'What the body is said to be; without a choice json, and none for GET. json needs the format ' +
          'json, form the format urlencoded. formdata uploads the message as a file.',
        placeholder: 'json, none with GET',
        anyCase: true,
        ...target,
      }),
    headers: texts.default({}).meta({
      title: 'Headers',
      description:
        'Sent with every request but the first one of a rule, and templates in them as they are: eKuiper ' +
        'does so. With OAuth, templates are filled in from the answer to the token request.',
      widget: 'key-values',
      ...target,
    }),
    formData: texts.default({}).meta({
      title: 'Form fields',
      description:
        'Names and values beside the file. Data templates make values depend on the row.',
      widget: 'key-values',
      dynamic: true,
      visibleIf: { property: 'bodyType', values: ['formdata'] },
      ...target,
    }),
    fileFieldName: z
      .string()
      .default('')
      .meta({
        title: 'File field',
        description: 'Name of the form field that holds the message.',
        visibleIf: { property: 'bodyType', values: ['formdata'] },
        ...target,
      }),
    timeout: z
      .union([z.number(), z.string()])
      .superRefine((given, context) => {
        const ms = millisecondsOf(given)
        if (ms !== undefined && ms >= 0) return
        const message =
          ms === undefined
            ? `timeout takes milliseconds or a text such as "10s", not ${JSON.stringify(given)}`
            : `timeout must be greater than or equal to 0, not ${String(given)}`
        context.addIssue({ code: 'custom', message })
      })
      .default(5000)
      .meta({
        title: 'Timeout',
        description:
          'How long to wait for the answer: milliseconds, or a text such as 10s; 0: for ever.',
        widget: 'duration',
        group: 'Reliability',
      }),
    responseType: z
      .enum(['code', 'body'], {
        error: ({ input }) => `responseType takes code or body, not ${JSON.stringify(input)}`,
      })
      .default('code')
      .meta({
        title: 'Success by',
        description:
          'What tells that a request succeeded: the HTTP status alone, or also the code (200 to 299) in ' +
          'the JSON of the answer. eKuiper looks at the answer only if it is logged.',
        group: 'Reliability',
      }),
    debugResp: z
      .boolean()
      .default(false)
      .meta({
        title: 'Log answers',
        description: 'Write each answer to the log.',
        ...advanced,
      }),
    oauth: z
      .looseObject({
        access: tokenRequest.extend({ expire: z.string().default('') }),
        refresh: tokenRequest.optional(),
      })
      .optional()
      .meta({
        title: 'OAuth',
        description:
          'How to get a token: access and refresh with url, body and headers; access has expire too, in ' +
          'seconds. Headers use the answer: Bearer {{.access_token}}.',
        ...advanced,
      }),
    ...createTlsProperties('server'),
  })
  .superRefine((given, context) => {
    const wanted = formatOfBody[bodyTypeOf(given)]
    const format = typeof given['format'] === 'string' ? given['format'] || 'json' : 'json'
    if (wanted === undefined || format === wanted) return
    const message = `format must be ${wanted} if bodyType is ${bodyTypeOf(given)}, not ${format}`
    context.addIssue({ code: 'custom', path: ['format'], message })
  })

export type RestProperties = z.output<typeof restProperties>

const formatOfBody: Readonly<Partial<Record<BodyType, string>>> = {
  json: 'json',
  form: 'urlencoded',
}

export function bodyTypeOf({ bodyType, method }: RestProperties): BodyType {
  return bodyType ?? (method === 'GET' ? 'none' : 'json')
}
