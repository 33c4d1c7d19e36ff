import { toGoText } from '../../types/go-text.ts'
import type { Value } from '../../types/value.ts'
import type { Expression } from '../../syntax/ast.ts'
import {
  EvaluationError,
  type AnalyticFunction,
  type AnalyticState,
  type CheckCall,
} from '../definition.ts'

/** The values of as many rows as the offset, the first of which is the value `offset` rows ago. */
class LagState implements AnalyticState {
  private readonly queue: Value[] = []
  /** The offset and the default of the first row hold for all. */
  private start: { readonly size: bigint; readonly fallback: Value } | undefined

  step(args: readonly Value[], isRecorded: boolean): Value {
    const [value = null, offset = 1n, fallback = null] = args
    const ignoresNull = this.readFlag(args)
    if (typeof offset !== 'bigint') {
      throw new EvaluationError(`The second arg is not a int but got ${toGoText(value)}`)
    }
    this.start ??= { size: offset, fallback }
    const { size } = this.start
    if (size <= 0n) return null
    const isFull = BigInt(this.queue.length) === size
    const [head = null] = isFull ? this.queue : [this.start.fallback]
    if (!isRecorded || (value === null && ignoresNull)) return head
    if (isFull) this.queue.shift()
    this.queue.push(value)
    return head
  }

  private readFlag(args: readonly Value[]): boolean {
    if (args.length < 4) return true
    const flag = args[3]
    // eKuiper prints the first argument here.
    if (typeof flag !== 'boolean') {
      throw new EvaluationError(`The fourth arg is not a bool but got ${toGoText(args[0])}`)
    }
    return flag
  }
}

const checkLag: CheckCall = (args) => {
  if (args.length < 1 || args.length > 4) {
    return `expect one two or three args but got ${String(args.length)}`
  }
  const [, offset, , flag] = args
  if (offset !== undefined && isNoInteger(offset)) return 'Expect int type for parameter 2'
  if (flag !== undefined && isNoFlag(flag)) return 'Expect bool type for parameter 4'
  return undefined
}

function isNoInteger(expression: Expression): boolean {
  return ['float', 'string', 'boolean', 'time-unit', 'column'].includes(expression.kind)
}

function isNoFlag(expression: Expression): boolean {
  return ['integer', 'float', 'string', 'time-unit'].includes(expression.kind)
}

export const lag: AnalyticFunction = {
  kind: 'analytic',
  name: 'lag',
  category: 'analytic',
  signatures: ['lag(x, offset?, default?, ignoreNull?)'],
  summary: 'The value of an earlier row; `offset` says how many rows ago, 1 where it is left out.',
  example: { expression: 'lag(x)', before: ['{"x":3}'], row: '{"x":5}', result: '3' },
  check: checkLag,
  create: () => new LagState(),
}
