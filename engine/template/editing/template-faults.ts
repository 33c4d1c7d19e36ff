import { compileTemplate } from '../compile.ts'
import { scanTemplate } from './scan.ts'

/** The range of what failed on a row at `at`, such as all of `.a.b` or a call's name; `at` alone in no token. */
export function faultSpan(
  source: string,
  at: number,
): { readonly start: number; readonly end: number } {
  const pieces = scanTemplate(source)
  const index = pieces.findIndex(({ start, end }) => start <= at && at < end)
  let first = index
  let last = index
  const isPart = (place: number): boolean => {
    const kind = pieces[place]?.kind
    return kind === 'field' || kind === 'variable'
  }
  if (isPart(index)) {
    while (pieces[first]?.isSpaced === false && isPart(first - 1)) first--
    while (isPart(last + 1) && pieces[last + 1]?.isSpaced === false) last++
  }
  return { start: pieces[first]?.start ?? at, end: pieces[last]?.end ?? at + 1 }
}

/** A place in a template with what is wrong there. */
export interface TemplateMark {
  readonly start: number
  readonly end: number
  readonly message: string
}

/** Why a template does not parse, if it does not. */
export function findTemplateFault(source: string): TemplateMark | undefined {
  const compiled = compileTemplate(source)
  if (compiled.ok) return undefined
  // The place is shown, so that the message need not tell it.
  const message = compiled.message.replace(/^template: \w+:\d+: /, '')
  return { start: compiled.at, end: compiled.end, message }
}
