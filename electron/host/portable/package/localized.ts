export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A text in English where there is one: the metadata files spell the language as `en` or `en_US`. */
export function localized(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value
  if (!isRecord(value)) return undefined
  const candidates = [value.en_US, value.en, ...Object.values(value)]
  return candidates.find((text): text is string => typeof text === 'string' && text.trim() !== '')
}
