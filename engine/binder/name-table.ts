/** The key of a field of the SELECT list among the sources a name is known from. */
const aliasKey = '\u0007alias'

/** Where a name leads: a source by name, the alias of a field, or any source. */
export interface NameTarget {
  readonly kind: 'source' | 'alias' | 'any'
  readonly source?: string
  readonly field?: number
}

export type NameProblem = 'unknown' | 'unknown-in-source' | 'ambiguous' | 'duplicate-alias'

export type NameResult =
  | { readonly ok: true; readonly target: NameTarget }
  | { readonly ok: false; readonly problem: NameProblem }

/**
 * Which sources and aliases have a name, as far as is known. Names are found without regard to case. With
 * schemas all columns are entered before; without, a name's first use enters it, and a name that was
 * used with one source's qualifier means that source also without.
 */
export class NameTable {
  readonly #isSchemaless: boolean
  readonly #only: string | undefined
  readonly #entries = new Map<string, Map<string, number | undefined>>()

  /** `only` is the source of a statement that has just one. */
  constructor(isSchemaless: boolean, only: string | undefined) {
    this.#isSchemaless = isSchemaless
    this.#only = only
  }

  addColumn(name: string, source: string): void {
    this.#entry(name).set(source, undefined)
  }

  /** Enters a field's alias; the same alias twice is a problem. */
  addAlias(name: string, field: number): NameProblem | undefined {
    const entry = this.#entry(name)
    if (entry.has(aliasKey)) return 'duplicate-alias'
    entry.set(aliasKey, field)
    return undefined
  }

  find(name: string, source: string | undefined): NameResult {
    const known = this.#entries.get(name.toLowerCase())
    if (known === undefined && !this.#isSchemaless) return { ok: false, problem: 'unknown' }
    const entry = known ?? this.#entry(name)
    return this.#isSchemaless ? this.#findLoosely(entry, source) : this.#findStrictly(entry, source)
  }

  #entry(name: string): Map<string, number | undefined> {
    const key = name.toLowerCase()
    const entry = this.#entries.get(key) ?? new Map<string, number | undefined>()
    this.#entries.set(key, entry)
    return entry
  }

  #findStrictly(entry: Map<string, number | undefined>, source: string | undefined): NameResult {
    if (source !== undefined) {
      if (!entry.has(source)) return { ok: false, problem: 'unknown-in-source' }
      return { ok: true, target: targetOf(source, undefined) }
    }
    if (entry.size > 1 && !entry.has(aliasKey)) return { ok: false, problem: 'ambiguous' }
    return firstTarget(entry)
  }

  #findLoosely(entry: Map<string, number | undefined>, source: string | undefined): NameResult {
    if (source !== undefined) {
      if (!entry.has(source)) entry.set(source, undefined)
      return { ok: true, target: targetOf(source, undefined) }
    }
    if (entry.size === 0) {
      const key = this.#only ?? ''
      entry.set(key, undefined)
      return { ok: true, target: targetOf(key, undefined) }
    }
    if (entry.size === 1 || entry.has(aliasKey)) return firstTarget(entry)
    if (this.#only !== undefined) return { ok: true, target: targetOf(this.#only, undefined) }
    return { ok: false, problem: 'ambiguous' }
  }
}

/** The alias if there is one, else the only source. */
function firstTarget(entry: Map<string, number | undefined>): NameResult {
  const alias = entry.get(aliasKey)
  if (entry.has(aliasKey)) return { ok: true, target: targetOf(aliasKey, alias) }
  for (const key of entry.keys()) return { ok: true, target: targetOf(key, undefined) }
  return { ok: false, problem: 'unknown' }
}

function targetOf(key: string, field: number | undefined): NameTarget {
  if (key === aliasKey) return field === undefined ? { kind: 'alias' } : { kind: 'alias', field }
  return key === '' ? { kind: 'any' } : { kind: 'source', source: key }
}
