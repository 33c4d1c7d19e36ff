import type { Value } from '../../types/value.ts'
import type { AnalyticFunction, AnalyticState } from '../definition.ts'

class LatestState implements AnalyticState {
  private latest: Value = null

  step(args: readonly Value[], isRecorded: boolean): Value {
    const [value = null, fallback = null] = args
    if (isRecorded && value !== null) this.latest = value
    return this.latest ?? fallback
  }
}

export const latest: AnalyticFunction = {
  kind: 'analytic',
  name: 'latest',
  category: 'analytic',
  signatures: ['latest(x, default?)'],
  summary: 'The last value that was not null.',
  example: { expression: 'latest(x)', before: ['{"x":3}'], row: '{"x":null}', result: '3' },
  check: (args) =>
    args.length === 1 || args.length === 2
      ? undefined
      : `expect one or two args but got ${String(args.length)}`,
  create: () => new LatestState(),
}
