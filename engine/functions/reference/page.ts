import type { FunctionCategory, FunctionDefinition } from '../definition.ts'
import { describeExample } from '../example-text.ts'

/** The order and the titles of the page's sections. */
const SECTIONS: readonly (readonly [FunctionCategory, string])[] = [
  ['math', 'Mathematics'],
  ['string', 'Text'],
  ['conversion', 'Conversion'],
  ['date', 'Date and time'],
  ['array', 'Arrays'],
  ['object', 'Objects'],
  ['json', 'JSON'],
  ['hash', 'Hashes'],
  ['other', 'Other'],
  ['metadata', 'Metadata and the rule'],
  ['aggregate', 'Aggregates'],
  ['analytic', 'Analytic functions'],
  ['window', 'Window functions'],
  ['multi-column', 'Several columns'],
  ['multi-row', 'Several rows'],
]

const INTRODUCTION = `# Functions

All functions that a statement can call. Names are not case-sensitive. Every example here runs as a
test. Written by \`npm run docs\` from the definitions in \`engine/functions\`.`

/** The function reference as Markdown; the same definitions give the same text. */
export function referencePage(definitions: readonly FunctionDefinition[]): string {
  const sections = SECTIONS.map(([category, title]) => {
    const inSection = definitions
      .filter((definition) => definition.category === category)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
    return [`## ${title}`, ...inSection.map(describe)].join('\n\n')
  })
  return `${[INTRODUCTION, ...sections].join('\n\n')}\n`
}

function describe(definition: FunctionDefinition): string {
  const { name, aliases = [], signatures, summary, example } = definition
  const parts = [`### ${name}`, `\`\`\`sql\n${signatures.join('\n')}\n\`\`\``, summary]
  if (aliases.length > 0) {
    parts.push(`Also: ${aliases.map((alias) => `\`${alias}\``).join(', ')}.`)
  }
  if (example !== undefined) parts.push(`${describeExample(example)}.`)
  return parts.join('\n\n')
}
