/** Keys that write more than themselves, as in the SQL editor. */

export interface Written {
  readonly text: string
  readonly caret: number
}

/** What a key makes of a text at the caret; undefined where it only writes itself. */
export function typeKey(key: string, text: string, caret: number): Written | undefined {
  if (key === '{') return closeAction(text, caret)
  if (key === '}') return stepOver(text, caret)
  return undefined
}

/** The second brace brings the closing ones, unless something else follows. */
function closeAction(text: string, caret: number): Written | undefined {
  const isSecond = text[caret - 1] === '{' && text[caret - 2] !== '{'
  if (!isSecond || /[\p{L}\p{Nd}_.$({]/u.test(text.charAt(caret))) return undefined
  return { text: `${text.slice(0, caret)}{}}${text.slice(caret)}`, caret: caret + 1 }
}

/** A brace that is there already is not written again, where it ends an action. */
function stepOver(text: string, caret: number): Written | undefined {
  const open = text.lastIndexOf('{{', caret)
  const close = text.indexOf('}}', open)
  const isAtEnd = open >= 0 && (close === caret || close + 1 === caret)
  return isAtEnd ? { text, caret: caret + 1 } : undefined
}

/** Whether a choice list opens by itself behind what was just typed. */
export function opensList(text: string, caret: number): boolean {
  return text.slice(0, caret).endsWith('{{') || /[.|($\p{L}\p{Nd}_]/u.test(text.charAt(caret - 1))
}
