import { toGoText } from '../../types/go-text.ts'
import type { Value } from '../../types/value.ts'

type Cell = Value | undefined

/** A row as its source hands it over: any column may be missing, null or of another type. */
export interface Reading {
  readonly deviceId?: Cell
  readonly site?: Cell
  readonly temperature?: Cell
  readonly humidity?: Cell
  readonly pressure?: Cell
  readonly vibration?: Cell
  readonly status?: Cell
  readonly seq?: Cell
}

/** A query as a programmer would write it, with the answers of eKuiper: one call takes one batch. */
export interface HandWritten {
  batch(rows: readonly { readonly row: Reading }[], now: number, stream: number): void
}

export type Emit = (results: readonly object[]) => void

/** What eKuiper does with a value of the wrong type: the row is lost. */
export class WrongType extends Error {}

/** A number, or undefined for null and for a missing column; anything else is an error. */
export function asNumber(value: Cell): number | undefined {
  if (typeof value === 'number') return value
  if (value === null || value === undefined) return undefined
  throw new WrongType(`no number: ${typeof value}`)
}

export function asText(value: Cell): string | undefined {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return undefined
  throw new WrongType(`no text: ${typeof value}`)
}

/** Results without what is missing; the frequent case, nothing missing, is tested by the caller. */
export function withoutMissing(result: Readonly<Record<string, Cell>>): object {
  const kept: Record<string, Cell> = {}
  for (const [name, value] of Object.entries(result)) if (value !== undefined) kept[name] = value
  return kept
}

/** What a group is told apart by. */
export function keyOf(value: Cell): string {
  return typeof value === 'string' ? value : toGoText(value)
}
