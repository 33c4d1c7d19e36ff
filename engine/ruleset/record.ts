export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}

export function omit<Shape extends object, Key extends keyof Shape>(
  record: Shape,
  ...keys: readonly Key[]
): Omit<Shape, Key> {
  const kept: Shape = { ...record }
  for (const key of keys) delete kept[key]
  return kept
}
