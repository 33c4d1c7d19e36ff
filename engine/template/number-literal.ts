import { parseGoFloat, parseGoInteger } from '../types/cast.ts'

export interface NumberLiteral {
  readonly isFloat: boolean
  readonly float: number
  readonly integer: bigint | undefined
}

/** A number as written in a template, or undefined where Go refuses it. */
export function parseNumberLiteral(text: string): NumberLiteral | undefined {
  const integer = parseGoInteger(text)
  const isHex = /^[-+]?0[xX]/.test(text)
  const looksFloat = isHex ? /[.pP]/.test(text) : /[.eEpP]/.test(text)
  if (integer !== undefined && !looksFloat)
    return { isFloat: false, float: Number(integer), integer }
  const float = parseGoFloat(text)
  if (float === undefined || (integer === undefined && !looksFloat)) return undefined
  const isWhole = Number.isInteger(float) && Math.abs(float) < 2 ** 63
  return { isFloat: true, float, integer: isWhole ? BigInt(float) : undefined }
}
