import type { Value } from '../../types/value.ts'

export type ArgumentKind = 'int' | 'float' | 'string' | 'other'

export function argumentKind(value: Value): ArgumentKind {
  if (typeof value === 'number') return 'float'
  if (typeof value === 'bigint') return 'int'
  if (typeof value === 'string') return 'string'
  return 'other'
}

/** A float as eKuiper casts it to int64: the fraction is cut. */
export function truncate(value: number): bigint {
  return Number.isFinite(value) ? BigInt.asIntN(64, BigInt(Math.trunc(value))) : 0n
}
