export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}

/** Plain data with every value in it that is no list and no record changed; data that stays the same is returned itself. */
export function mapLeaves(data: unknown, change: (value: unknown) => unknown): unknown {
  if (Array.isArray(data)) {
    const items = (data as readonly unknown[]).map((item) => mapLeaves(item, change))
    return items.every((item, index) => item === data[index]) ? data : items
  }
  if (!isRecord(data)) return change(data)
  const mapped = mapValues(data, (value) => mapLeaves(value, change))
  return Object.keys(data).every((key) => mapped[key] === data[key]) ? data : mapped
}

export function omit<Shape extends object, Key extends keyof Shape>(
  record: Shape,
  ...keys: readonly Key[]
): Omit<Shape, Key> {
  const kept: Shape = { ...record }
  for (const key of keys) delete kept[key]
  return kept
}
