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
        : this.#throw(`${name}[${index}]`, mustBe(`${name}[${index}]`, 'an object', value)),
    )
  }

  list(name: string): readonly unknown[] {
    const value = this.raw(name)
    if (value === undefined || value === null) return []
    return Array.isArray(value)
      ? (value as unknown[])
      : this.#throw(name, mustBe(name, 'a list', value))
  }

  fail(name: string, kind: Kind, value: unknown): never {
    return this.#throw(name, mustBe(name, `a ${kind}`, value))
  }

  /** The place is the property, or the node where the property is absent. */
  reject(name: string, message: string, hint?: string): never {
    return this.#throw(this.raw(name) === undefined ? undefined : name, message, hint)
  }

  #throw(place: string | undefined, message: string, hint?: string): never {
    const text = `node ${this.#node}: ${message}`
    throw new GraphError(graphProblem(graphCodes.property, text, hint, pathOf(this.#node, place)))
  }
}

function mustBe(name: string, what: string, value: unknown): string {
  return `${name} must be ${what}, found ${JSON.stringify(value)}`
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
