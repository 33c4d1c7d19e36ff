import { isKeyword } from '../syntax/token.ts'
import type { ProjectDocument } from './document.ts'

/** What eKuiper accepts as the id of a rule, a stream or a CONF_KEY. */
export function isValidRuleId(id: string): boolean {
  return /^[a-zA-Z0-9_-]+$/.test(id)
}

/** A name as SQL writes it: in backticks where it is no plain identifier. */
export function sqlName(name: string): string {
  const isPlain = /^[A-Za-z][A-Za-z0-9_]*$/.test(name) && !isKeyword(name.toUpperCase())
  return isPlain ? name : `\`${name}\``
}

/** A rule id that no rule and no stream of the document has: FROM knows both by one name. */
export function freshRuleId(document: ProjectDocument, wanted: string): string {
  return freshName(toIdentifier(wanted, 'rule'), sourceNames(document))
}

/** A stream name that no stream and no rule of the document has. */
export function freshStreamName(document: ProjectDocument, wanted: string): string {
  return freshName(toIdentifier(wanted, 'stream'), sourceNames(document))
}

/** A node id that the document does not use. */
export function freshNodeId(document: ProjectDocument, wanted: string): string {
  return freshName(wanted, new Set(document.nodes.map((node) => node.id)))
}

/** `wanted`, else `wanted_2`, `wanted_3`, ... */
export function freshName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted
  let number = 2
  while (taken.has(`${wanted}_${number}`)) number += 1
  return `${wanted}_${number}`
}

function sourceNames(document: ProjectDocument): ReadonlySet<string> {
  const names = new Set<string>()
  for (const node of document.nodes) {
    if (node.kind === 'source') names.add(node.name)
    if (node.kind === 'sql') names.add(node.ruleId)
  }
  return names
}

/** Readable as a name in SQL without backticks. */
function toIdentifier(text: string, fallback: string): string {
  const words = text
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9_]+/g, '_')
    .replace(/^[^A-Za-z]+|_+$/g, '')
  if (words === '') return fallback
  return isKeyword(words.toUpperCase()) ? `${words}_1` : words
}
