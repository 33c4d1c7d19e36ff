import type { Diagnostic } from '../syntax/diagnostic.ts'
import type { Span } from '../syntax/span.ts'
import { millisecondsOf } from '../types/duration.ts'
import { ruleCodes } from './options-codes.ts'
import { isRecord } from './record.ts'

/** Where the value at a path of the JSON stands in its text. */
export type Locate = (path: readonly string[]) => Span

/** Where in the JSON it is. */
export interface ReadingProblem extends Diagnostic {
  readonly path: readonly string[]
}

function isInt64(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 63
}

/**
 * Reads an object of a rule's JSON as Go does: keys in any case, the last of equal ones counts, null keeps
 * the default, and a value of another kind is refused.
 */
export class ObjectReader {
  readonly path: readonly string[]
  readonly diagnostics: ReadingProblem[]
  readonly #locate: Locate
  readonly #members = new Map<string, { readonly key: string; readonly value: unknown }>()

  constructor(
    value: unknown,
    path: readonly string[],
    locate: Locate,
    diagnostics: ReadingProblem[],
  ) {
    this.path = path
    this.diagnostics = diagnostics
    this.#locate = locate
    if (isRecord(value)) {
      for (const [key, member] of Object.entries(value)) {
        this.#members.set(key.toLowerCase(), { key, value: member })
      }
    } else if (value !== undefined && value !== null) this.#wrongKind(path, 'an object', value)
  }

  has(name: string): boolean {
    return this.raw(name) !== undefined && this.raw(name) !== null
  }

  raw(name: string): unknown {
    return this.#members.get(name.toLowerCase())?.value
  }

  boolean(name: string, fallback: boolean): boolean {
    const value = this.raw(name)
    if (value === undefined || value === null) return fallback
    return typeof value === 'boolean' ? value : this.#refuse(name, 'true or false', fallback)
  }

  text(name: string, fallback: string): string {
    const value = this.raw(name)
    if (value === undefined || value === null) return fallback
    return typeof value === 'string' ? value : this.#refuse(name, 'a string', fallback)
  }

  integer(name: string, fallback: number): number {
    const value = this.raw(name)
    if (value === undefined || value === null) return fallback
    return isInt64(value) ? value : this.#refuse(name, 'an integer', fallback)
  }

  texts(name: string): readonly string[] {
    return this.items(name).flatMap((item, index) => {
      if (typeof item === 'string') return [item]
      if (item === null) return ['']
      this.#wrongKind([...this.path, this.#key(name), String(index)], 'a string', item)
      return []
    })
  }

  items(name: string): readonly unknown[] {
    const value = this.raw(name)
    if (value === undefined || value === null) return []
    return Array.isArray(value) ? (value as unknown[]) : this.#refuse(name, 'a list', [])
  }

  object(name: string): ObjectReader {
    return this.#reader(this.raw(name), [...this.path, this.#key(name)])
  }

  objects(name: string): readonly ObjectReader[] {
    return this.items(name).map((item, index) =>
      this.#reader(item, [...this.path, this.#key(name), String(index)]),
    )
  }

  /** A duration in milliseconds: a whole number of them, or Go's text (`1m30s`). Null is refused. */
  duration(name: string, fallback: number): number {
    const value = this.raw(name)
    if (value === undefined) return fallback
    if (isInt64(value)) return value
    const ms = typeof value === 'string' ? millisecondsOf(value) : undefined
    if (ms !== undefined) return ms
    const message = `${this.pathText(name)} is no duration: ${JSON.stringify(value)}`
    const hint =
      'A duration is a whole number of milliseconds, or a text such as "1s", "1m30s", "500ms".'
    this.report(ruleCodes.invalidDuration, name, message, hint)
    return fallback
  }

  report(code: string, name: string, message: string, hint?: string): void {
    this.#push(code, [...this.path, this.#key(name)], message, hint)
  }

  pathText(name: string): string {
    return [...this.path, this.#key(name)].join('.')
  }

  #reader(value: unknown, path: readonly string[]): ObjectReader {
    return new ObjectReader(value, path, this.#locate, this.diagnostics)
  }

  #key(name: string): string {
    return this.#members.get(name.toLowerCase())?.key ?? name
  }

  #refuse<T>(name: string, kind: string, fallback: T): T {
    this.#wrongKind([...this.path, this.#key(name)], kind, this.raw(name))
    return fallback
  }

  #wrongKind(path: readonly string[], kind: string, value: unknown): void {
    const message = `${path.join('.')} must be ${kind}, found ${JSON.stringify(value)}`
    this.#push(ruleCodes.wrongKind, path, message)
  }

  #push(code: string, path: readonly string[], message: string, hint?: string): void {
    this.diagnostics.push({
      code,
      severity: 'error',
      message,
      span: this.#locate(path),
      path,
      ...(hint === undefined ? {} : { hint }),
    })
  }
}
