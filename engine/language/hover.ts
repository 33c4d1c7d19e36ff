import { tokenize } from '../syntax/lexer.ts'
import type { Span } from '../syntax/span.ts'
import type { Token } from '../syntax/token.ts'
import { describeFunction } from './complete.ts'
import type { LanguageEnvironment } from './environment.ts'
import { columnsOfStream, namesOf } from './statement-names.ts'
import { unitDocumentation, windowDocumentation } from './words.ts'

export interface Hover {
  readonly span: Span
  /** Markdown. */
  readonly contents: string
}

/** What is known about the word at a place of the text. */
export function hover(
  text: string,
  offset: number,
  environment: LanguageEnvironment,
): Hover | undefined {
  const tokens = tokenize(text).filter(({ kind }) => kind !== 'comment')
  const index = tokens.findIndex(({ span }) => span.start <= offset && offset < span.end)
  const token = tokens[index]
  if (token === undefined) return undefined
  const contents = describeToken(tokens, index, token, text, environment)
  return contents === undefined ? undefined : { span: token.span, contents }
}

function describeToken(
  tokens: readonly Token[],
  index: number,
  token: Token,
  text: string,
  environment: LanguageEnvironment,
): string | undefined {
  const unit = unitDocumentation[token.kind.toLowerCase()]
  if (unit !== undefined) return `Time unit: ${unit}`
  if (token.kind !== 'identifier') return undefined
  if (tokens[index + 1]?.kind === '(') return describeCall(token.text, environment)
  return describeName(tokens, index, token, text, environment)
}

function describeCall(name: string, environment: LanguageEnvironment): string | undefined {
  const window = windowDocumentation[name.toUpperCase()]
  if (window !== undefined) return `\`\`\`sql\n${window.form}\n\`\`\`\n\n${window.summary}`
  const definition = environment.functions.find(name)
  return definition === undefined ? undefined : describeFunction(definition)
}

function describeName(
  tokens: readonly Token[],
  index: number,
  token: Token,
  text: string,
  environment: LanguageEnvironment,
): string | undefined {
  const { sources, aliases } = namesOf(text)
  const qualifier = tokens[index - 1]?.kind === '.' ? tokens[index - 2]?.text : undefined
  const alias =
    qualifier === undefined ? aliases.find(({ name }) => name === token.text) : undefined
  if (alias !== undefined) return `Alias of \`${alias.expression}\``
  const candidates = qualifier !== undefined && sources.includes(qualifier) ? [qualifier] : sources
  const columns = candidates.flatMap((source) =>
    columnsOfStream(source, environment)
      .filter(({ name }) => name === token.text)
      .map(({ type = 'type unknown' }) => `\`${token.text}\` ${type}, column of \`${source}\``),
  )
  if (columns.length > 0) return columns.join('\n\n')
  const stream = environment.catalog.stream(token.text)
  return stream === undefined ? undefined : `\`\`\`sql\n${stream.statement}\n\`\`\``
}
