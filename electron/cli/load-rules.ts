import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  defaultMqttServer,
  documentToRunDefinition,
  parseRuleset,
  readProjectFiles,
  resolveEmbeddedServer,
  rulesetToDocument,
} from '#engine/ruleset'
import type { ProjectDocument, RunDefinition, RunProblem } from '#engine/ruleset'
import { InputError } from './input-error.ts'
import { listProjectFiles } from '../main/project-names.ts'
import { loadSchemas } from './load-schemas.ts'

export interface LoadedRules {
  readonly definition: RunDefinition
  readonly problems: readonly RunProblem[]
  /** True where a node means the broker that only the app has; the default server stands in for it. */
  readonly usesEmbeddedBroker: boolean
}

/** Reads a project folder or a ruleset file, and the folder of schemas beside it. Throws InputError. */
export async function loadRules(path: string, schemaFolder?: string): Promise<LoadedRules> {
  const isFolder = (await attempt(path, () => stat(path))).isDirectory()
  const rules = isFolder ? await loadProject(path) : await loadRulesetFile(path)
  if (schemaFolder === undefined) return rules
  const schemas = { ...rules.definition.schemas, ...(await loadSchemas(schemaFolder)) }
  return { ...rules, definition: { ...rules.definition, schemas } }
}

async function loadProject(folder: string): Promise<LoadedRules> {
  const { document, problems } = await readProject(folder)
  return toRules(document, problems)
}

/** Reads a project folder's drawing. Throws InputError where a file cannot be read whole. */
export async function readProject(
  folder: string,
): Promise<{ document: ProjectDocument; problems: readonly RunProblem[] }> {
  if (!(await attempt(folder, () => stat(folder))).isDirectory()) {
    throw new InputError(`${folder}: this is a file; name the folder of a project`)
  }
  const names = await attempt(folder, () => listProjectFiles(folder))
  const files = new Map<string, string>()
  for (const name of names) {
    files.set(name, await attempt(join(folder, name), () => readFile(join(folder, name), 'utf8')))
  }
  const { document, diagnostics } = readProjectFiles(files)
  if (document === undefined) {
    const lines = diagnostics.map(({ diagnostic }) => `${folder}: ${diagnostic.message}`)
    throw new InputError(lines.join('\n'))
  }
  return { document, problems: diagnostics }
}

async function loadRulesetFile(path: string): Promise<LoadedRules> {
  const text = await attempt(path, () => readFile(path, 'utf8'))
  const { ruleset, diagnostics } = parseRuleset(text, path)
  if (ruleset === undefined) {
    throw new InputError(diagnostics.map(({ diagnostic }) => diagnostic.message).join('\n'))
  }
  const imported = rulesetToDocument(ruleset)
  return toRules(imported.document, [...diagnostics, ...imported.diagnostics])
}

function toRules(document: ProjectDocument, problems: readonly RunProblem[]): LoadedRules {
  const { definition, diagnostics } = documentToRunDefinition(document)
  const resolved = resolveEmbeddedServer(definition, defaultMqttServer)
  return {
    definition: resolved,
    problems: [...problems, ...diagnostics],
    usesEmbeddedBroker: JSON.stringify(resolved) !== JSON.stringify(definition),
  }
}

async function attempt<Value>(path: string, action: () => Promise<Value>): Promise<Value> {
  try {
    return await action()
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    const reason = error instanceof Error ? error.message : String(error)
    throw new InputError(`${path}: ${isMissing ? 'there is no such file or folder' : reason}`, {
      cause: error,
    })
  }
}
