/**
 * A secret in a document is a reference, `${secret:ID}`, as a property's whole value. What it stands for
 * is kept elsewhere and put in on the way to a run: see `resolveSecrets`.
 */
const opening = '${secret:'
const reference = /^\$\{secret:([A-Za-z_][A-Za-z0-9_]*)\}$/

/** Letters, digits and `_`, no digit first: an id is also a part of an environment variable's name. */
export function isSecretId(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text)
}

export function secretReference(id: string): string {
  return `${opening}${id}}`
}

/** The id that a property's value refers to; undefined for any other value. */
export function secretIdOf(value: unknown): string | undefined {
  return typeof value === 'string' ? reference.exec(value)?.[1] : undefined
}

/** Begins as a reference and is none, such as `${secret:my-id}`. */
export function isBrokenReference(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith(opening) && secretIdOf(value) === undefined
}

/** Every id that is referred to in plain data, such as a document, at any depth. */
export function secretIdsIn(data: unknown): ReadonlySet<string> {
  const ids = new Set<string>()
  const visit = (value: unknown): void => {
    const id = secretIdOf(value)
    if (id !== undefined) ids.add(id)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit)
  }
  visit(data)
  return ids
}

/** An id made of words, such as `ALARM_PASSWORD`, that is none of `taken`. */
export function freshSecretId(words: readonly string[], taken: ReadonlySet<string>): string {
  const plain = words
    .map((word) => word.replace(/([a-z0-9])([A-Z])/g, '$1_$2').normalize('NFKD'))
    .join('_')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^[^A-Za-z]+|_+$/g, '')
    .toUpperCase()
  const wanted = plain === '' ? 'SECRET' : plain
  if (!taken.has(wanted)) return wanted
  let number = 2
  while (taken.has(`${wanted}_${number}`)) number += 1
  return `${wanted}_${number}`
}
