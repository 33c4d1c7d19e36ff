import { isGraphRule } from '../../state/language.ts'
import { readStatement, type CanvasNode } from '../../state/ruleset.ts'

/** The one line that says what a node does: topic, condition, target. */
export function keyLineOf(node: CanvasNode): string {
  switch (node.kind) {
    case 'source':
      return sourceLine(node.statement)
    case 'sql':
      return isGraphRule(node) ? 'graph of operators' : sqlLine(node.sql)
    case 'sink':
      return sinkLine(node.type, node.properties)
  }
}

function sourceLine(statement: string): string {
  const reading = readStatement(statement)
  if (!reading.ok) return 'statement has an error'
  const { datasource, type } = reading.form
  return datasource === '' ? type : datasource
}

/** The condition where there is one, else what is selected, with the window behind. */
function sqlLine(sql: string): string {
  const text = sql.replace(/\s+/g, ' ').trim()
  const where = /\bWHERE\b (.+?)(?= (?:GROUP BY|HAVING|ORDER BY|LIMIT)\b|;|$)/i.exec(text)?.[1]
  const window = /\b(tumbling|hopping|sliding|session|count|state)window\s*\(([^)]*)\)/i.exec(text)
  const fields = /\bSELECT\b (.+?) \bFROM\b/i.exec(text)?.[1]
  const parts = [where ?? fields, window === null ? undefined : windowLine(window)]
  const line = parts.filter((part) => part !== undefined).join(', ')
  return line === '' ? 'empty query' : line
}

const units: Readonly<Record<string, string>> = { dd: 'd', hh: 'h', mi: 'min', ss: 's', ms: 'ms' }

function windowLine(match: RegExpExecArray): string {
  const [unit = '', size = ''] = (match[2] ?? '').split(',').map((part) => part.trim())
  const kind = (match[1] ?? '').toLowerCase()
  const name = units[unit.toLowerCase()]
  return name === undefined ? `${kind} ${unit}` : `${size} ${name} ${kind}`
}

const keyProperties = ['topic', 'url', 'path', 'table', 'channel', 'key', 'server', 'addr', 'host']

function sinkLine(type: string, properties: Readonly<Record<string, unknown>>): string {
  for (const key of keyProperties) {
    const value = properties[key]
    if (typeof value === 'string' && value !== '') return value
  }
  return type
}
