/**
 * JSON as the plugin's SDK expects it from eKuiper: keys in order, integers of any size in full, bytes as
 * base64, times as RFC 3339 text, durations as nanoseconds.
 */
export function encodeWireJson(value: unknown): string {
  switch (typeof value) {
    case 'bigint':
      return value.toString()
    case 'number':
      if (Number.isFinite(value)) return JSON.stringify(value)
      throw new Error(
        `${String(value)} cannot be sent to a portable plugin: JSON has no such number`,
      )
    case 'string':
    case 'boolean':
      return JSON.stringify(value)
    case 'object':
      return encodeObject(value)
    default:
      return 'null'
  }
}

function encodeObject(value: object | null): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return `[${value.map(encodeWireJson).join(',')}]`
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('base64'))
  const tagged = encodeTagged(value)
  if (tagged !== undefined) return tagged
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  fields.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${encodeWireJson(field)}`).join(',')}}`
}

function encodeTagged(value: object): string | undefined {
  if (!('kind' in value)) return undefined
  if (
    value.kind === 'duration' &&
    'nanoseconds' in value &&
    typeof value.nanoseconds === 'bigint'
  ) {
    return value.nanoseconds.toString()
  }
  if (value.kind === 'datetime' && 'epochMs' in value && typeof value.epochMs === 'number') {
    return JSON.stringify(rfc3339(value.epochMs, 'nanos' in value ? Number(value.nanos) : 0))
  }
  if (value.kind === 'weekday' && 'day' in value && typeof value.day === 'number') {
    return String(value.day)
  }
  return undefined
}

function rfc3339(epochMs: number, nanos: number): string {
  const iso = new Date(epochMs).toISOString()
  const fraction = (iso.slice(20, 23) + String(nanos).padStart(6, '0')).replace(/0+$/, '')
  return `${iso.slice(0, 19)}${fraction === '' ? '' : `.${fraction}`}Z`
}
