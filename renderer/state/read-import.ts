import {
  parseRuleset, readStatement, rulesetToDocument, type CanvasNode, type DocumentProblem,
  type ProjectDocument, type Ruleset,
} from './ruleset.ts' // prettier-ignore
import { isJsonObject } from '../lib/json.ts'

export type ImportReading =
  | {
      readonly ok: true
      readonly document: ProjectDocument
      /** What of the text could not be taken, or is doubtful. */
      readonly problems: readonly DocumentProblem[]
    }
  | { readonly ok: false; readonly message: string; readonly hint?: string }

/** Reads what a user pastes or opens: a ruleset, the JSON of one rule, or SQL statements. */
export function readImport(text: string, place: string): ImportReading {
  const trimmed = text.trim()
  if (/^(CREATE|SELECT)\b/i.test(trimmed)) return readSql(trimmed)
  const rule = readRule(trimmed)
  if (rule !== undefined) return draw(rule)
  const { ruleset, diagnostics } = parseRuleset(trimmed, place)
  if (ruleset === undefined) {
    const first = diagnostics[0]?.diagnostic
    const message = first?.message ?? `${place} is no ruleset.`
    return { ok: false, message, ...(first?.hint === undefined ? {} : { hint: first.hint }) }
  }
  return draw(ruleset, diagnostics)
}

function draw(ruleset: Ruleset, before: readonly DocumentProblem[] = []): ImportReading {
  const { document, diagnostics } = rulesetToDocument(ruleset)
  return { ok: true, document, problems: [...before, ...diagnostics] }
}

/** One rule, as eKuiper's API gives it. */
function readRule(text: string): Ruleset | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (!isJsonObject(value) || typeof value['id'] !== 'string') return undefined
    if (value['sql'] === undefined && value['graph'] === undefined) return undefined
    return { streams: {}, tables: {}, rules: { [value['id']]: text } }
  } catch (error) {
    // What is no JSON is told by the ruleset's own reading, with line and column.
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function readSql(text: string): ImportReading {
  const statements = text
    .split(/;\s*(?=(?:CREATE|SELECT)\b)/i)
    .map((statement) => statement.replace(/;\s*$/, '').trim())
  const streams = statements.filter((statement) => /^CREATE\b/i.test(statement))
  const queries = statements.filter((statement) => /^SELECT\b/i.test(statement))
  const broken = streams.map(readStatement).find((reading) => !reading.ok)
  if (broken?.ok === false) return { ok: false, message: broken.message }
  const nodes: CanvasNode[] = [
    ...streams.map((statement, index) => sourceNode(statement, index)),
    ...queries.map((sql, index) => sqlNode(sql, index)),
  ]
  return { ok: true, document: { nodes, sourceConfigurations: {} }, problems: [] }
}

const rowHeight = 130

function sourceNode(statement: string, index: number): CanvasNode {
  const reading = readStatement(statement)
  const name = reading.ok ? reading.form.name : `stream${index + 1}`
  return {
    kind: 'source',
    id: `stream/${name}`,
    position: { x: 60, y: 60 + index * rowHeight },
    name,
    statement,
    properties: {},
  }
}

function sqlNode(sql: string, index: number): CanvasNode {
  const ruleId = index === 0 ? 'query' : `query_${index + 1}`
  return {
    kind: 'sql',
    id: `rule/${ruleId}`,
    position: { x: 372, y: 60 + index * rowHeight },
    ruleId,
    name: ruleId.replace('_', ' '),
    sql,
    options: {},
    extra: {},
  }
}
