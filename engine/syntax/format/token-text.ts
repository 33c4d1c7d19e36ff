import { isKeyword, type Token } from '../token.ts'

const units: ReadonlySet<string> = new Set(['DD', 'HH', 'MI', 'SS', 'MS'])

/** A token as the formatter writes it: keywords in upper case, units in lower case, texts as they are. */
export function printToken(token: Token, source: string): string {
  const written = source.slice(token.span.start, token.span.end)
  switch (token.kind) {
    case 'identifier':
      return written.startsWith('`') ? `\`${token.text}\`` : token.text
    case 'string':
    case 'single-quoted':
      return written
    case 'comment':
      return written.trimEnd()
    default:
      if (units.has(token.kind)) return token.text.toLowerCase()
      return isKeyword(token.kind) ? token.kind : token.text
  }
}

export function isLineComment(token: Token): boolean {
  return token.kind === 'comment' && token.text.startsWith('-')
}
