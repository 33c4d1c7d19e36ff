import type { CallExpression } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { crash, crashCodes, visitAll, type CrashCheck } from './crash.ts'

const timesWithDigits: ReadonlySet<string> = new Set([
  'now',
  'current_timestamp',
  'local_time',
  'local_timestamp',
  'cur_time',
  'current_time',
])

/** Literal arguments that eKuiper's functions stumble over. */
export const checkCallArguments: CrashCheck = (context) => {
  const found: Diagnostic[] = []
  visitAll(context, (node) => {
    if (node.kind !== 'call') return
    const name = context.calls.get(node)?.name ?? ''
    const reason = reasonOf(name, node)
    if (reason !== undefined)
      found.push(crash(crashCodes.callArguments, `${node.name}: ${reason}`, node.span))
  })
  return found
}

function reasonOf(name: string, { arguments: args }: CallExpression): string | undefined {
  const [first, second] = args
  if (name === 'bypass' && args.length === 0) return 'an argument is missing'
  if (timesWithDigits.has(name) && first?.kind === 'integer') return 'it takes no digits'
  const isCounted = name === 'lpad' || name === 'rpad'
  if (isCounted && second?.kind === 'integer' && second.value < 0n) return 'the count is negative'
  if (name === 'chr' && first?.kind === 'string' && first.value === '') return 'the text is empty'
  return undefined
}
