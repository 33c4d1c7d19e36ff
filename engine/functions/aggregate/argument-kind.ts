import type { Value } from '../../types/value.ts'

export type ArgumentKind = 'int' | 'float' | 'string' | 'other'

export function argumentKind(value: Value): ArgumentKind {
  if (typeof value === 'number') return 'float'
  if (typeof value === 'bigint') return 'int'
  if (typeof value === 'string') return 'string'
  return 'other'
}
