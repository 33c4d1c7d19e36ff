import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { tokenize } from '../../syntax/lexer.ts'
import { replacing, warning } from '../problem.ts'
import { trapCodes, type Trap } from './trap.ts'

/** What the lexer makes of characters that mean something else in other dialects. */
export const tokenTraps: Trap = ({ text, statement }) => {
  const tokens = tokenize(text)
  const end = tokens.find(({ kind }) => kind === ';')?.span.start ?? text.length
  const found: Diagnostic[] = []
  for (const token of tokens) {
    const { kind, span } = token
    if (span.start >= end) break
    if (kind === '=' && text.charAt(span.start) === '!') {
      found.push(
        warning(trapCodes.bangIsEqual, '`!` alone means equal', span, {
          fixes: [replacing('Write !=', span, '!='), replacing('Write =', span, '=')],
        }),
      )
    }
    const isMinus = kind === 'comment' && /^-(\s+-|-\s*[\d.])/.test(token.text)
    if (isMinus) found.push(minusMinus(text, span))
  }
  if (statement.hasSemicolon && text.slice(end + 1).trim() !== '') {
    const message = 'the text behind `;` is ignored, and some checks are skipped'
    found.push(warning(trapCodes.textAfterSemicolon, message, { start: end, end: text.length }))
  }
  return found
}

function minusMinus(text: string, span: Diagnostic['span']): Diagnostic {
  const number = /^-\s*-\s*([\d.]+)/.exec(text.slice(span.start, span.end))
  const [all = '', digits = ''] = number ?? []
  const place = { start: span.start, end: span.start + all.length }
  return warning(
    trapCodes.minusMinusComment,
    'two minus signs start a comment, also with blanks between them',
    span,
    {
      hint: 'Subtract a negative number with parentheses: a - (-1).',
      ...(digits === ''
        ? {}
        : { fixes: [replacing(`Write - (-${digits})`, place, `- (-${digits})`)] }),
    },
  )
}
