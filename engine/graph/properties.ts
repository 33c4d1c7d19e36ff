import { graphCodes } from './codes.ts'
import { GraphError, graphProblem, pathOf } from './graph-problem.ts'

type Kind = 'string' | 'number' | 'boolean'

/** A node's properties, read by name in any case and by kind. Reading a wrong kind throws a GraphError. */
export class Properties {
  readonly #node: string
  readonly #values: Readonly<Record<string, unknown>>

  constructor(node: string, values: Readonly<Record<string, unknown>>) {
    this.#node = node
    this.#values = values
  }

  raw(name: string): unknown {
    if (Object.hasOwn(this.#values, name)) return this.#values[name]
    const wanted = name.toLowerCase()
    const key = Object.keys(this.#values).find((candidate) => candidate.toLowerCase() === wanted)
    return key === undefined ? undefined : this.#values[key]
  }

  text(name: string): string {
    const value = this.raw(name)
    if (value === undefined || value === null) return ''
    return typeof value === 'string' ? value : this.fail(name, 'string', value)
  }

  isTrue(name: string): boolean {
    const value = this.raw(name)
    if (value === undefined || value === null) return false
    return typeof value === 'boolean' ? value : this.fail(name, 'boolean', value)
  }

  /** Fractions are cut. */
  integer(name: string): number {
    const value = this.raw(name)
    if (value === undefined || value === null) return 0
    return typeof value === 'number' ? Math.trunc(value) : this.fail(name, 'number', value)
  }

  texts(name: string): readonly string[] {
    return this.list(name).map((value, index) =>
      typeof value === 'string' ? value : this.fail(`${name}[${index}]`, 'string', value),
    )
  }

  objects(name: string): readonly Properties[] {
    return this.list(name).map((value, index) =>
      isRecord(value)
        ? new Properties(this.#node, value)
        : this.reject(
            `${name}[${index}] must be an object, found ${JSON.stringify(value)}`,
            undefined,
            `${name}[${index}]`,
          ),
    )
  }

  list(name: string): readonly unknown[] {
    const value = this.raw(name)
    if (value === undefined || value === null) return []
    return Array.isArray(value)
      ? (value as unknown[])
      : this.reject(`${name} must be a list, found ${JSON.stringify(value)}`, undefined, name)
  }

  fail(name: string, kind: Kind, value: unknown): never {
    return this.reject(`${name} must be a ${kind}, found ${JSON.stringify(value)}`, undefined, name)
  }

  /** `name` is the property; where it is left out and the message begins with the name of one, that is it. */
  reject(message: string, hint?: string, name = this.#named(message)): never {
    const text = `node ${this.#node}: ${message}`
    throw new GraphError(graphProblem(graphCodes.property, text, hint, pathOf(this.#node, name)))
  }

  #named(message: string): string | undefined {
    const first = /^\w+/.exec(message)?.[0]
    return first !== undefined && this.raw(first) !== undefined ? first : undefined
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
