import { textOf, toPlain, typeName, GoInt, type TemplateValue } from '../value.ts'
import type { Directive } from './directive.ts'
import { formatValue } from './printf-value.ts'

const directive =
  /%([-+# 0]*)(?:(?:\[(\d*)\])?(\*)|(\[\d*\])?(\d+))?(?:\.(?:(?:\[(\d*)\])?(\*)|(\d*)))?(?:\[(\d*)\])?([\s\S]|$)/gu

/** Go takes larger widths for mistakes. */
const largestWidth = 1_000_000

/** Go's fmt.Sprintf. */
export function sprintf(format: string, args: readonly TemplateValue[]): string {
  const reader = new ArgumentReader(args)
  const written = format.replace(directive, (...match: (string | undefined)[]) => {
    const [, flags = '', widthIndex, widthStar, misplaced, widthText] = match
    const [precisionIndex, precisionStar, precisionText, index, letter = ''] = match.slice(6)
    reader.isGood = misplaced === undefined
    let problems = ''
    let isLeft = flags.includes('-')
    let width = widthText === undefined ? undefined : Number(widthText)
    if (widthStar !== undefined) {
      width = reader.takeSize(widthIndex)
      if (width === undefined) problems += '%!(BADWIDTH)'
      else if (width < 0) [isLeft, width] = [true, -width]
    }
    let precision = precisionText === undefined ? undefined : Number(precisionText)
    if (precisionStar !== undefined) {
      precision = reader.takeSize(precisionIndex)
      if (precision === undefined) problems += '%!(BADPREC)'
      else if (precision < 0) precision = undefined
    }
    if (letter === '') return `${problems}%!(NOVERB)`
    if (letter === '%') {
      reader.move(index)
      return `${problems}%`
    }
    const isDefault = letter === 'v'
    return (
      problems +
      reader.format(index, {
        letter,
        isLeft,
        width,
        precision,
        isZero: flags.includes('0') && !isLeft,
        isBlank: flags.includes(' '),
        isPlus: flags.includes('+') && !isDefault,
        isSharp: flags.includes('#') && !isDefault,
        isSyntax: flags.includes('#') && isDefault,
      })
    )
  })
  return written + reader.rest()
}

/** Which argument comes next; `[2]` moves it. */
class ArgumentReader {
  private readonly args: readonly TemplateValue[]
  private next = 0
  private isReordered = false
  isGood = true

  constructor(args: readonly TemplateValue[]) {
    this.args = args
  }

  move(index: string | undefined): void {
    if (index === undefined) return
    this.isReordered = true
    const place = Number(index)
    if (index !== '' && place >= 1 && place <= this.args.length) this.next = place - 1
    else this.isGood = false
  }

  /** A width or a precision given as an argument. */
  takeSize(index: string | undefined): number | undefined {
    this.move(index)
    if (this.next >= this.args.length) return undefined
    const value = this.args[this.next]
    this.next++
    const size =
      value instanceof GoInt ? Number(value.value) : typeof value === 'bigint' ? Number(value) : NaN
    return Math.abs(size) <= largestWidth ? size : undefined
  }

  format(index: string | undefined, verb: Directive): string {
    this.move(index)
    if (!this.isGood) return `%!${verb.letter}(BADINDEX)`
    if (this.next >= this.args.length) return `%!${verb.letter}(MISSING)`
    const value = this.args[this.next]
    this.next++
    return formatValue(verb, value)
  }

  /** What no directive asked for. */
  rest(): string {
    if (this.isReordered || this.next >= this.args.length) return ''
    const extra = this.args
      .slice(this.next)
      .map((arg) =>
        arg === undefined || arg === null ? '<nil>' : `${typeName(arg)}=${textOf(arg)}`,
      )
    return `%!(EXTRA ${extra.join(', ')})`
  }
}

/** Go's fmt.Sprint: a blank between two operands of which neither is a text. */
export function sprint(args: readonly TemplateValue[]): string {
  let written = ''
  for (const [index, arg] of args.entries()) {
    const isBetween = index > 0 && typeof arg !== 'string' && typeof args[index - 1] !== 'string'
    written += (isBetween ? ' ' : '') + textOf(toPlain(arg))
  }
  return written
}
