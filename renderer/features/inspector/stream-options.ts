/** The further options of CREATE STREAM and CREATE TABLE, as a form. Their values are texts in SQL. */
export const streamOptionsSchema: Readonly<Record<string, unknown>> = {
  type: 'object',
  properties: {
    TIMESTAMP: {
      type: 'string',
      title: 'Time column',
      description: 'The column with the event time, for rules that use event time.',
      group: 'Stream options',
    },
    TIMESTAMP_FORMAT: {
      type: 'string',
      title: 'Time format',
      description: 'Such as YYYY-MM-dd HH:mm:ss, where the time is a text.',
      group: 'Stream options',
    },
    SHARED: {
      type: 'boolean',
      title: 'Shared',
      description: 'One connection and one decoding for all rules that read it.',
      default: false,
      group: 'Stream options',
    },
    STRICT_VALIDATION: {
      type: 'boolean',
      title: 'Strict columns',
      description: 'Refuses rows whose values do not have the declared types.',
      default: false,
      group: 'Stream options',
    },
    KEY: { type: 'string', title: 'Key', group: 'Stream options' },
    DELIMITER: {
      type: 'string',
      title: 'Delimiter',
      description: 'Between the values of a line, for the format delimited.',
      group: 'Stream options',
    },
    SCHEMAID: { type: 'string', title: 'Schema id', group: 'Stream options' },
    CONF_KEY: {
      type: 'string',
      title: 'Configuration key',
      description: 'A shared configuration of this source type.',
      group: 'Stream options',
    },
    KIND: {
      enum: ['scan', 'lookup'],
      title: 'Table kind',
      default: 'scan',
      group: 'Stream options',
    },
    RETAIN_SIZE: {
      type: 'integer',
      minimum: 1,
      title: 'Rows kept',
      description: 'How many rows a scan table keeps.',
      group: 'Stream options',
    },
  },
}

const tableOnly = new Set(['KIND', 'RETAIN_SIZE', 'KEY'])

/** `hasSchemaField`: SCHEMAID is chosen beside the format already. */
export function optionsSchemaOf(
  kind: 'stream' | 'table',
  hasSchemaField = false,
): Readonly<Record<string, unknown>> {
  const properties = streamOptionsSchema['properties'] as Readonly<Record<string, unknown>>
  const kept = Object.entries(properties).filter(([key]) => {
    if (key === 'SCHEMAID' && hasSchemaField) return false
    return kind === 'table' || !tableOnly.has(key)
  })
  return { ...streamOptionsSchema, properties: Object.fromEntries(kept) }
}

/** The texts of WITH as the values their form shows. */
export function valuesOfOptions(
  options: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(options).map(([key, text]) => [key, valueOf(key, text)]))
}

function valueOf(key: string, text: string): unknown {
  const properties = streamOptionsSchema['properties'] as Readonly<
    Record<string, { readonly type?: string }>
  >
  const type = properties[key]?.type
  if (type === 'boolean' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true'
  if (type === 'integer' && /^\d+$/.test(text)) return Number(text)
  return text
}
