import { Enum, Namespace, parse, type Root, Type } from 'protobufjs'
import { findPlace, placeOf } from './find-place.ts'
import { SchemaError } from './schema-error.ts'

/** What one `.proto` text declares. */
export interface ProtoFile {
  /** Without `.proto`. */
  readonly name: string
  readonly text: string
  readonly syntax: 'proto2' | 'proto3'
  readonly packageName: string
  /** As they are written: `other.proto`. */
  readonly imports: readonly string[]
  /** Declared at the top of this file; nested ones are in them. */
  readonly types: readonly (Type | Enum)[]
}

/** Adds what a text declares to the root, names not looked up yet. Throws SchemaError. */
export function parseProto(name: string, text: string, root: Root): ProtoFile {
  const syntax = syntaxOf(name, text)
  const known = new Set(topTypesOf(root))
  const parsed = attempt(name, text, () => parse(text, root, { keepCase: true }))
  return {
    name,
    text,
    syntax,
    packageName: parsed.package ?? '',
    imports: [...(parsed.imports ?? []), ...(parsed.weakImports ?? [])],
    types: topTypesOf(root).filter((type) => !known.has(type)),
  }
}

/** Runs a step of the parser; what it throws gets its place. */
export function attempt<Value>(name: string, text: string, step: () => Value): Value {
  try {
    return step()
  } catch (error) {
    if (error instanceof SchemaError) throw error
    const fault = findPlace(name, text, error instanceof Error ? error.message : String(error))
    throw new SchemaError(fault.place, fault.text)
  }
}

/** eKuiper knows both syntaxes and no edition. */
function syntaxOf(name: string, text: string): ProtoFile['syntax'] {
  const code = text.replace(/\/\*.*?\*\/|\/\/[^\n]*/gs, (comment) => comment.replace(/[^\n]/g, ' '))
  const edition = /^\s*edition\s*=/.exec(code)
  if (edition !== null) {
    const place = placeOf(name, text, edition[0].length - edition[0].trimStart().length)
    const reason = 'editions are not supported; write syntax = "proto3"; or syntax = "proto2";'
    throw new SchemaError(place, reason)
  }
  return /^\s*syntax\s*=\s*["']proto3["']/.test(code) ? 'proto3' : 'proto2'
}

function topTypesOf(namespace: Namespace): (Type | Enum)[] {
  return namespace.nestedArray.flatMap((nested) => {
    if (nested instanceof Type || nested instanceof Enum) return [nested]
    return nested instanceof Namespace ? topTypesOf(nested) : []
  })
}
