import { create, createFileRegistry, type DescFile, type DescMessage } from '@bufbuild/protobuf'
import { type FileDescriptorProto, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'
import { Enum, Root, Type } from 'protobufjs'
import { describeFile } from './file-descriptor.ts'
import { placeOf } from './find-place.ts'
import { attempt, parseProto, type ProtoFile } from './parse-proto.ts'
import { SchemaError } from './schema-error.ts'
import { wellKnownFiles } from './well-known-files.ts'

export type SchemaFiles = Readonly<Record<string, string>>

/** A schema with everything it imports. */
export interface LoadedSchema {
  /** The messages that this file itself declares, nested ones too, in the order of the text. */
  readonly messages: readonly DescMessage[]
}

/** Reads a schema of the project by its name. Throws SchemaError, also for an import. */
export function loadSchema(name: string, files: SchemaFiles): LoadedSchema {
  const loading = new Loading(files)
  const main = loading.load(name, [])
  const set = create(FileDescriptorSetSchema, { file: loading.describe() })
  const registry = attempt(name, main.text, () => createFileRegistry(set))
  const file = registry.getFile(`${name}.proto`)
  return { messages: (file?.messages ?? []).flatMap(withNested) }
}

function withNested(message: DescMessage): readonly DescMessage[] {
  return [message, ...message.nestedMessages.flatMap(withNested)]
}

class Loading {
  private readonly files: SchemaFiles
  private readonly root = new Root()
  /** Each after everything it imports. */
  private readonly loaded = new Map<string, ProtoFile>()
  private readonly known = new Map<string, DescFile>()

  constructor(files: SchemaFiles) {
    this.files = files
  }

  /** `importing` are the files that wait for this one. */
  load(name: string, importing: readonly string[]): ProtoFile {
    const found = this.loaded.get(name)
    if (found !== undefined) return found
    const text = Object.hasOwn(this.files, name) ? this.files[name] : undefined
    if (text === undefined) {
      throw new SchemaError({ file: name, line: 1, column: 1 }, 'there is no such schema')
    }
    const file = parseProto(name, text, this.root)
    for (const path of file.imports) this.import(path, file, [...importing, name])
    this.loaded.set(name, file)
    return file
  }

  describe(): FileDescriptorProto[] {
    const known = [...this.known.values()].map(({ proto }) => proto)
    return [...known, ...[...this.loaded.values()].map(describeFile)]
  }

  private import(path: string, by: ProtoFile, importing: readonly string[]): void {
    const wellKnown = wellKnownFiles.get(path)
    if (wellKnown !== undefined) {
      this.addKnown(wellKnown)
      return
    }
    const name = path.replace(/\.proto$/, '')
    const place = placeOf(by.name, by.text, Math.max(0, by.text.indexOf(path)))
    if (importing.includes(name)) {
      throw new SchemaError(place, `${importing.join(' imports ')} imports ${name}: a circle`)
    }
    if (!path.endsWith('.proto') || !Object.hasOwn(this.files, name)) {
      const reason = `the project has no schema "${path}"; add it, or remove the import`
      throw new SchemaError(place, reason)
    }
    this.load(name, importing)
  }

  /** Only their names are needed to look types up: their descriptors are there already. */
  private addKnown(file: DescFile): void {
    if (this.known.has(file.proto.name)) return
    for (const dependency of file.dependencies) this.addKnown(dependency)
    this.known.set(file.proto.name, file)
    const namespace = this.root.define(file.proto.package)
    for (const { name } of file.messages) namespace.add(new Type(name))
    for (const { name, values } of file.enums) {
      namespace.add(new Enum(name, Object.fromEntries(values.map((v) => [v.name, v.number]))))
    }
  }
}
