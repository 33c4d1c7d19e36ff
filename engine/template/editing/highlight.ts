import { keywords } from '../lexer.ts'
import { scanTemplate, type Piece } from './scan.ts'

export type TemplateTokenClass =
  | 'delimiter'
  | 'keyword'
  | 'function'
  | 'field'
  | 'text'
  | 'number'
  | 'comment'
  | 'operator'
  | 'error'

export interface TemplateToken {
  readonly start: number
  readonly end: number
  readonly class: TemplateTokenClass
}

/** What a template's actions are coloured by; the text between them has no token. */
export function highlightTemplate(source: string): readonly TemplateToken[] {
  return scanTemplate(source).flatMap((piece) => {
    const tokenClass = classOf(piece)
    return tokenClass === undefined
      ? []
      : [{ start: piece.start, end: piece.end, class: tokenClass }]
  })
}

function classOf({ kind, text }: Piece): TemplateTokenClass | undefined {
  switch (kind) {
    case 'text':
      return undefined
    case 'open':
    case 'close':
      return 'delimiter'
    case 'keyword':
    case 'boolean':
    case 'nil':
      return 'keyword'
    case 'identifier':
      return 'function'
    case 'field':
    case 'variable':
    case 'dot':
      return 'field'
    case 'string':
    case 'raw-string':
    case 'character':
      return 'text'
    case 'number':
      return 'number'
    case 'comment':
      return 'comment'
    case 'bad':
      return keywords.has(text) ? 'keyword' : 'error'
    case 'declare':
    case 'assign':
    case 'pipe':
    case 'comma':
    case 'left-paren':
    case 'right-paren':
    case 'other':
      return 'operator'
  }
}
