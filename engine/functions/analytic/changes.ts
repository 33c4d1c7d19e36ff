import { toGoText } from '../../types/go-text.ts'
import type { Value } from '../../types/value.ts'
import type { Expression } from '../../syntax/ast.ts'
import { EvaluationError, type AnalyticFunction, type AnalyticState } from '../definition.ts'
import { isSameValue } from './same-value.ts'

function readFlag(flag: Value | undefined): boolean {
  if (typeof flag === 'boolean') return flag
  throw new EvaluationError(`first arg is not a bool but got ${toGoText(flag)}`)
}

/** Keeps the last value and tells whether a new one differs from it. */
export class LastSeen {
  private value: Value = null

  isChange(value: Value, ignoresNull: boolean): boolean {
    if (value === null && ignoresNull) return false
    if (isSameValue(value, this.value)) return false
    this.value = value
    return true
  }
}

class ChangedColState implements AnalyticState {
  private readonly last = new LastSeen()

  step(args: readonly Value[], isRecorded: boolean): Value {
    const ignoresNull = readFlag(args[0])
    const value = args[1] ?? null
    if (!isRecorded) return null
    return this.last.isChange(value, ignoresNull) ? value : null
  }
}

class HadChangedState implements AnalyticState {
  private readonly last: LastSeen[] = []

  step(args: readonly Value[], isRecorded: boolean): Value {
    const ignoresNull = readFlag(args[0])
    if (!isRecorded) return false
    let hasChanged = false
    for (let i = 1; i < args.length; i++) {
      const last = (this.last[i] ??= new LastSeen())
      if (last.isChange(args[i] ?? null, ignoresNull)) hasChanged = true
    }
    return hasChanged
  }
}

function isNoFlag(expression: Expression | undefined): boolean {
  return (
    expression !== undefined &&
    ['integer', 'float', 'string', 'time-unit'].includes(expression.kind)
  )
}

export const changedCol: AnalyticFunction = {
  kind: 'analytic',
  name: 'changed_col',
  category: 'analytic',
  signatures: ['changed_col(ignoreNull, x)'],
  summary: 'The value where it differs from the row before, otherwise null.',
  example: { expression: 'changed_col(true, x)', before: ['{"x":4}'], row: '{"x":5}', result: '5' },
  check: (args) => {
    if (args.length !== 2) return `Expect 2 arguments but found ${String(args.length)}.`
    return isNoFlag(args[0]) ? 'Expect boolean type for parameter 1' : undefined
  },
  create: () => new ChangedColState(),
}

export const hadChanged: AnalyticFunction = {
  kind: 'analytic',
  name: 'had_changed',
  category: 'analytic',
  signatures: ['had_changed(ignoreNull, x, ...)'],
  summary: 'Whether any of the values differs from the row before.',
  example: {
    expression: 'had_changed(true, x, y)',
    before: ['{"x":5,"y":1}'],
    row: '{"x":5,"y":2}',
    result: 'true',
  },
  check: (args) => {
    if (args.length <= 1) return `expect more than one arg but got ${String(args.length)}`
    return isNoFlag(args[0]) ? 'Expect bool type for parameter 1' : undefined
  },
  create: () => new HadChangedState(),
}
