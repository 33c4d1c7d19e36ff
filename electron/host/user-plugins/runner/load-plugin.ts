import { pathToFileURL } from 'node:url'
import type {
  FormatTraits,
  FunctionTraits,
  LoadTask,
  PluginDescription,
  PluginKind,
} from '../protocol.ts'
import { readSignatures, signatureOf } from './signatures.ts'

/** The version of the plugin API; a plugin may say which one it was made for. */
export const apiVersion = 1

/** A plugin's module with what it exports, checked. */
export interface LoadedPlugin {
  readonly description: PluginDescription
  /** A new object for a class or function, always the same one for an instance. */
  make(): object
}

/** Imports the module and checks its export. Throws an error that says what is wrong and how to mend it. */
export async function loadPlugin(task: LoadTask): Promise<LoadedPlugin> {
  const module = (await import(pathToFileURL(task.module).href)) as Exports
  checkVersion(module)
  const exported = findExport(module, task)
  if (exported === undefined) throw new Error(missingExport(module, task.symbol))
  const how = howExported(exported, task)
  const schema = readSchema(module, exported)
  const text = (name: string): string | undefined => {
    const value = read(exported, name) ?? setting(module, name)
    return typeof value === 'string' ? value : undefined
  }
  const title = text('title')
  const summary = text('summary')
  const icon = text('icon')
  const isForBytes = takesBytes(module, exported, task.kind)
  return {
    description: {
      exported: how,
      takesBytes: isForBytes,
      ...(schema === undefined ? {} : { schema }),
      ...(title === undefined ? {} : { title }),
      ...(summary === undefined ? {} : { summary }),
      ...(icon === undefined ? {} : { icon }),
      ...(task.kind === 'function' ? { traits: readTraits(module, exported, how, task) } : {}),
      ...(task.kind === 'format' ? { format: readFormat(module, exported, how, task) } : {}),
    },
    make: () => {
      const made = checkMethods(makeOne(exported, how, task), task)
      if (!isForBytes) checkTakesRows(made, task)
      return made
    },
  }
}

type Exports = Readonly<Record<string, unknown>>

/** The named export, that name on a CommonJS module's exports, or the module's own or default export. */
function findExport(module: Exports, { symbol, kind }: LoadTask): unknown {
  const names = kind === 'function' ? [symbol, lowerFirst(symbol)] : [symbol]
  const whole = module['default']
  for (const name of names) {
    const named = module[name] ?? read(whole, name)
    if (named !== undefined) return named
  }
  const inner = read(whole, 'default') ?? whole
  if (typeof inner === 'function') return inner
  return methodsOf[kind].some((method) => typeof read(inner, method) === 'function')
    ? inner
    : undefined
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

function missingExport(module: Exports, symbol: string): string {
  const names = Object.keys(module).filter((name) => name !== 'default')
  const whole = module['default']
  const seen =
    names.length > 0
      ? `it exports ${names.join(', ')}`
      : whole === undefined || (typeof whole === 'object' && Object.keys(whole ?? {}).length === 0)
        ? 'it exports nothing'
        : `its default export is a ${typeof whole}`
  return `the export "${symbol}" is missing (${seen}); export a class, a function or an object of that name`
}

function howExported(exported: unknown, task: LoadTask): PluginDescription['exported'] {
  if (typeof exported === 'function') return isClass(exported) ? 'class' : 'function'
  if (typeof exported !== 'object' || exported === null) {
    throw new Error(
      `"${task.symbol}" is a ${typeof exported}; export a class, a function or an object`,
    )
  }
  checkMethods(exported, task)
  return 'instance'
}

/** A class, or a constructor function of the old kind with methods on its prototype. */
function isClass(exported: object): boolean {
  if (/^class\b/.test(Function.prototype.toString.call(exported))) return true
  const prototype: unknown = read(exported, 'prototype')
  return isObject(prototype) && Object.getOwnPropertyNames(prototype).length > 1
}

function makeOne(
  exported: unknown,
  how: PluginDescription['exported'],
  { kind, symbol }: LoadTask,
): unknown {
  if (how === 'instance') return exported
  if (how === 'class') return new (exported as new () => unknown)()
  // An SQL function that is no class is called as it is; for the other kinds a function makes one.
  if (kind === 'function') {
    const call = exported as (...args: readonly unknown[]) => unknown
    return {
      exec: (args: readonly unknown[]) => call(...args),
      validate: read(exported, 'validate'),
    }
  }
  const made: unknown = (exported as () => unknown)()
  if (made instanceof Promise) {
    throw new Error(`"${symbol}" is an async function; let it return a ${kind} at once`)
  }
  return made
}

const methodsOf: Readonly<Record<PluginKind, readonly string[]>> = {
  sink: ['configure', 'open', 'collect', 'close'],
  source: ['configure', 'open', 'close'],
  function: ['exec'],
  // One of them is enough.
  format: ['encode', 'decode'],
}

function checkMethods(made: unknown, { kind, symbol }: LoadTask): object {
  if (!isObject(made)) {
    throw new Error(`"${symbol}" gave ${made === null ? 'null' : typeof made} and no ${kind}`)
  }
  const needed = methodsOf[kind]
  const missing = needed.filter((method) => typeof read(made, method) !== 'function')
  if (missing.length === 0 || (kind === 'format' && missing.length < needed.length)) return made
  throw new Error(
    kind === 'format'
      ? `"${symbol}" has neither a method encode nor decode; a format has one or both`
      : `"${symbol}" has no method ${missing.join(', ')}; a ${kind} has ${needed.join(', ')}`,
  )
}

/** What a function says about its calls: as a static, as a method, or as an export beside it. */
function readTraits(
  module: Exports,
  exported: unknown,
  how: PluginDescription['exported'],
  { symbol }: LoadTask,
): FunctionTraits {
  const find = (name: string): unknown =>
    read(exported, name) ?? read(read(exported, 'prototype'), name) ?? setting(module, name)
  const given = find('isAggregate')
  const isAggregate: unknown = typeof given === 'function' ? given.call(exported) : given
  if (isAggregate !== undefined && typeof isAggregate !== 'boolean') {
    throw new Error(`isAggregate is ${JSON.stringify(isAggregate)}; it may be true or false`)
  }
  const name = lowerFirst(symbol)
  return {
    isAggregate: isAggregate === true,
    signatures: readSignatures(find('signatures'), name) ?? signatureOf(exported, how, name),
    canValidate: typeof find('validate') === 'function',
  }
}

/** What is asked of a format before it is used; one is made to see what it can do. */
function readFormat(
  module: Exports,
  exported: unknown,
  how: PluginDescription['exported'],
  task: LoadTask,
): FormatTraits {
  const needsSchema = read(exported, 'needsSchema') ?? setting(module, 'needsSchema') ?? false
  if (typeof needsSchema !== 'boolean') {
    throw new Error(`needsSchema is ${JSON.stringify(needsSchema)}; it may be true or false`)
  }
  const made = checkMethods(makeOne(exported, how, task), task)
  return {
    needsSchema,
    canEncode: typeof read(made, 'encode') === 'function',
    canDecode: typeof read(made, 'decode') === 'function',
  }
}

function checkVersion(module: Exports): void {
  const version = setting(module, 'apiVersion')
  if (version === undefined || version === apiVersion) return
  throw new Error(
    `it is made for version ${JSON.stringify(version)} of the plugin API; this Sluice has version ${String(apiVersion)}`,
  )
}

/** `accepts = 'bytes'` of a sink, `emits = 'bytes'` of a source: on the export, or an export beside it. */
function takesBytes(module: Exports, exported: unknown, kind: PluginKind): boolean {
  const name = dataSetting(kind)
  const value =
    read(exported, name) ?? read(read(exported, 'prototype'), name) ?? setting(module, name)
  if (value === undefined || value === 'rows') return false
  if (value === 'bytes') return true
  throw new Error(`${name} is ${JSON.stringify(value)}; it may be 'rows' or 'bytes'`)
}

/** What only the object says that a class or function makes is not known before it is made. */
function checkTakesRows(made: object, { kind, symbol }: LoadTask): void {
  const name = dataSetting(kind)
  if (read(made, name) !== 'bytes') return
  throw new Error(
    `"${symbol}" says ${name} = 'bytes' too late: write static ${name} = 'bytes' in a class, or export const ${name} = 'bytes'`,
  )
}

const dataSetting = (kind: PluginKind): string => (kind === 'source' ? 'emits' : 'accepts')

/** The export `properties`, or a static of that name: a zod object or JSON Schema. */
function readSchema(module: Exports, exported: unknown): PluginDescription['schema'] {
  const given = read(exported, 'properties') ?? setting(module, 'properties')
  if (given === undefined) return undefined
  const advice = 'make it with z.object({ ... }) or as JSON Schema with "type": "object"'
  if (!isObject(given)) throw new Error(`the export "properties" is a ${typeof given}; ${advice}`)
  const convert = given['toJSONSchema']
  const schema: unknown =
    typeof convert === 'function' ? convert.call(given, { io: 'input' }) : given
  if (isObject(schema) && schema['type'] === 'object') {
    return structuredClone(JSON.parse(JSON.stringify(schema)) as Record<string, unknown>)
  }
  throw new Error(`the export "properties" is no schema of an object; ${advice}`)
}

/** A setting beside the exported symbol. */
function setting(module: Exports, name: string): unknown {
  return module[name] ?? read(module['default'], name)
}

function read(holder: unknown, name: string): unknown {
  const canHold = isObject(holder) || typeof holder === 'function'
  return canHold ? (holder as Readonly<Record<string, unknown>>)[name] : undefined
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
