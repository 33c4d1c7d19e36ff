import type { ProjectDocument, Ruleset } from './document.ts'
import { deriveRules } from './derive-rules.ts'
import { parseExactJson, printExactJson } from './exact-json.ts'
import { rulesetToDocument } from './import-ruleset.ts'
import { documentToLayout, type ProjectLayout } from './layout.ts'
import { printLayout, readLayout } from './layout-text.ts'
import { type DocumentProblem, problem, rulesetCodes } from './problem.ts'
import { isRecord, mapValues } from './record.ts'
import { toRuleJson } from './rule-text.ts'
import { schemaFolder, schemaOfFile } from './schemas.ts'
import { parseStatement } from './stream-statement.ts'

/**
 * A project is a folder of plain files: a rule each in `<rule id>.rule.json` (eKuiper's rule JSON), a
 * stream or table each in `<name>.stream.sql` (its CREATE statement), the sources' configurations in
 * `sources.json`, schemas in `schemas/<name>.proto`, and what eKuiper does not know (places, sinks' names, loose nodes) in
 * `project.layout.json`.
 */
const ruleSuffix = '.rule.json'
const streamSuffix = '.stream.sql'
const sourcesFile = 'sources.json'
const layoutFile = 'project.layout.json'

/** Whether a file of this name, seen from the project's folder, belongs to the project: saving may replace or remove it. */
export function isProjectFile(name: string): boolean {
  if (name === sourcesFile || name === layoutFile) return true
  if (schemaOfFile(name) !== undefined) return true
  const isTop = !name.includes('/')
  return isTop && (name.endsWith(ruleSuffix) || name.endsWith(streamSuffix))
}

/** All files of the project, by name. */
export function writeProjectFiles(document: ProjectDocument): Map<string, string> {
  const derived = deriveRules(document, 'export')
  const files = new Map<string, string>()
  const taken = new Set<string>()
  for (const rule of derived.rules) {
    const name = fileName(rule.node.ruleId, ruleSuffix, taken)
    files.set(name, `${printExactJson(toRuleJson(rule), 2)}\n`)
  }
  for (const { name, statement } of derived.streams) {
    files.set(fileName(name, streamSuffix, taken), `${statement}\n`)
  }
  if (Object.keys(derived.configurations).length > 0) {
    files.set(sourcesFile, `${printExactJson(derived.configurations, 2)}\n`)
  }
  for (const [name, text] of Object.entries(document.schemas ?? {})) {
    files.set(`${schemaFolder}/${name}`, text)
  }
  files.set(layoutFile, printLayout(documentToLayout(document)))
  return files
}

/** File systems may not tell case apart, so neither do these names. */
function fileName(stem: string, suffix: string, taken: Set<string>): string {
  const safe = encodeURIComponent(stem).replace(/[*'()!~.]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  })
  let name = `${safe}${suffix}`
  for (let number = 2; taken.has(name.toLowerCase()); number += 1) {
    name = `${safe}.${number}${suffix}`
  }
  taken.add(name.toLowerCase())
  return name
}

export interface ProjectFilesResult {
  /** Undefined where a file could not be read whole: saving would lose what it holds. */
  readonly document: ProjectDocument | undefined
  /** Each message names its file, and its line and column where there is one. */
  readonly diagnostics: readonly DocumentProblem[]
}

/** Reads a project's files, text by name. Files that belong to no project are left alone. */
export function readProjectFiles(files: ReadonlyMap<string, string>): ProjectFilesResult {
  const reader = new ProjectReader()
  for (const [name, text] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    reader.read(name, text.replace(/^\uFEFF/, ''))
  }
  return reader.result()
}

class ProjectReader {
  readonly #streams = new Map<string, string>()
  readonly #tables = new Map<string, string>()
  readonly #rules = new Map<string, string>()
  readonly #fileOf = new Map<string, string>()
  readonly #diagnostics: DocumentProblem[] = []
  readonly #schemas: Record<string, string> = {}
  #sourceConfig: Record<string, string> = {}
  #layout: ProjectLayout | undefined

  read(file: string, text: string): void {
    const schema = schemaOfFile(file)
    if (schema !== undefined) this.#schemas[schema] = text
    else if (file.endsWith(streamSuffix)) this.#readStream(file, text)
    else if (isProjectFile(file)) this.#readJson(file, text)
  }

  result(): ProjectFilesResult {
    if (this.#fileOf.size === 0 && this.#layout === undefined && this.#diagnostics.length === 0) {
      const message = `the folder is no project: it has no ${ruleSuffix} and no ${streamSuffix} file`
      const hint = 'Open a folder that was saved as a project, or import a ruleset file.'
      const found = problem('project', rulesetCodes.noProject, message, { hint })
      return { document: undefined, diagnostics: [found] }
    }
    const ruleset: Ruleset = {
      streams: Object.fromEntries(this.#streams),
      tables: Object.fromEntries(this.#tables),
      rules: Object.fromEntries(this.#rules),
      sourceConfig: this.#sourceConfig,
    }
    const imported = rulesetToDocument(ruleset, this.#layout)
    const diagnostics = [
      ...this.#diagnostics,
      ...imported.diagnostics.map((found) => this.#inFile(found)),
    ]
    const isWhole = diagnostics.every(({ diagnostic }) => diagnostic.severity !== 'error')
    return { document: isWhole ? this.#withSchemas(imported.document) : undefined, diagnostics }
  }

  #withSchemas(document: ProjectDocument): ProjectDocument {
    const hasSchemas = Object.keys(this.#schemas).length > 0
    return hasSchemas ? { ...document, schemas: this.#schemas } : document
  }

  #report(file: string, code: string, message: string, at = 0): void {
    this.#diagnostics.push(problem(`file/${file}`, code, `${file}: ${message}`, { at }))
  }

  #inFile(found: DocumentProblem): DocumentProblem {
    const [kind, name] = found.place.split('/')
    const file = kind === 'sourceConfig' ? sourcesFile : this.#fileOf.get(`${kind}/${name}`)
    if (file === undefined) return found
    const message = `${file}: ${found.diagnostic.message}`
    return { place: `file/${file}`, diagnostic: { ...found.diagnostic, message } }
  }

  #readStream(file: string, text: string): void {
    const written = text.replace(/\r?\n$/, '')
    const { statement } = parseStatement(written)
    const name = statement?.name.name || decodeStem(file.slice(0, -streamSuffix.length))
    const target = statement?.sourceKind === 'table' ? this.#tables : this.#streams
    if (this.#isTaken(`stream/${name}`, file, `the stream "${name}"`)) return
    target.set(name, written)
  }

  #readJson(file: string, text: string): void {
    const json = parseExactJson(text)
    if (!json.ok)
      this.#report(file, rulesetCodes.notJson, `not valid JSON: ${json.message}`, json.offset)
    else if (file === layoutFile) this.#readLayout(file, json.value)
    else if (file === sourcesFile) this.#readSources(file, json.value)
    else this.#readRule(file, text, json.value)
  }

  #readRule(file: string, text: string, value: unknown): void {
    const id = isRecord(value) ? value['id'] : undefined
    if (!isRecord(value) || typeof id !== 'string' || id === '') {
      this.#report(
        file,
        rulesetCodes.ruleText,
        'not a rule: expected an object with an "id" (line 1, column 1)',
      )
      return
    }
    if (this.#isTaken(`rule/${id}`, file, `the rule "${id}"`)) return
    this.#rules.set(id, text)
  }

  #readSources(file: string, value: unknown): void {
    if (!isRecord(value)) {
      this.#report(
        file,
        rulesetCodes.sourceConfig,
        'expected an object by source type (line 1, column 1)',
      )
      return
    }
    this.#sourceConfig = mapValues(value, (groups) => printExactJson(groups))
  }

  #readLayout(file: string, value: unknown): void {
    const layout = readLayout(value)
    if (layout.ok) this.#layout = layout.layout
    else this.#report(file, rulesetCodes.layout, layout.message)
  }

  #isTaken(key: string, file: string, what: string): boolean {
    const other = this.#fileOf.get(key)
    if (other === undefined) {
      this.#fileOf.set(key, file)
      return false
    }
    this.#report(file, rulesetCodes.duplicateName, `${what} is in ${other} already`)
    return true
  }
}

function decodeStem(stem: string): string {
  try {
    return decodeURIComponent(stem)
  } catch {
    // A percent sign that somebody put into the file name: the name as it is will do.
    return stem
  }
}
