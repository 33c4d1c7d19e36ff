/**
 * The code in the JSON of an answer that says it is an error, as eKuiper reads it: `{"code": 500}`, or one
 * of a list of such; outside 200 to 299, 0 where there is none. Undefined where all is well, and where
 * the answer is nothing that has codes.
 */
export function errorCodeIn(text: string): number | undefined {
  const parsed = parseJson(text)
  const parts: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed]
  if (!parts.every(isObject)) return undefined
  for (const part of parts) {
    const code = part['code'] ?? 0
    if (typeof code !== 'number') return undefined
    const whole = Math.trunc(code)
    if (whole < 200 || whole > 299) return whole
  }
  return undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A text that is no JSON has no code.
    return undefined
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
