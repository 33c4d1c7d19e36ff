import type { CaseOutput, ConformanceCase } from './case.ts'

/** What the engine answered to a case. */
export interface CaseResult {
  readonly id: string
  readonly output: readonly CaseOutput[]
  readonly createError: string | undefined
  readonly errors: readonly string[]
}

/** Why a result disagrees with its case; undefined where it agrees. Texts of errors are not compared. */
export function findDisagreement(kase: ConformanceCase, result: CaseResult): string | undefined {
  if ((kase.createError === undefined) !== (result.createError === undefined)) {
    return `eKuiper ${verdict(kase.createError)}, we ${verdict(result.createError)}`
  }
  if (kase.createError !== undefined || kase.isParseOnly) return undefined
  if (kase.output.length !== result.output.length) {
    return `${kase.output.length} outputs expected, ${result.output.length} came`
  }
  // Nothing says which of two actions is served first, so each is compared for itself.
  for (const action of new Set(kase.output.map((output) => output.action))) {
    const reason = compareAction(kase, action, result)
    if (reason !== undefined) return reason
  }
  const [failed, fails] = [kase.errors.length > 0, result.errors.length > 0]
  if (failed === fails) return undefined
  return failed
    ? `eKuiper reported "${kase.errors[0] ?? ''}", we reported no error`
    : `eKuiper reported no error, we reported "${result.errors[0] ?? ''}"`
}

function verdict(createError: string | undefined): string {
  return createError === undefined
    ? 'accepts it'
    : `refuses it (${createError.split('\n')[0] ?? ''})`
}

function compareAction(
  kase: ConformanceCase,
  action: number,
  result: CaseResult,
): string | undefined {
  const wanted = kase.output.filter((output) => output.action === action)
  const given = result.output.filter((output) => output.action === action)
  if (wanted.length !== given.length) {
    return `action ${action}: ${wanted.length} outputs expected, ${given.length} came`
  }
  if (kase.isUnordered) {
    const rest = [...given]
    const lost = wanted.find((want) => !removeFirst(rest, (got) => isSameOutput(kase, want, got)))
    return lost === undefined ? undefined : `missing ${show(lost)}, left ${show(rest[0])}`
  }
  const at = wanted.findIndex((want, index) => {
    const got = given[index]
    return got === undefined || !isSameOutput(kase, want, got)
  })
  return at < 0 ? undefined : `output ${at}: expected ${show(wanted[at])}, got ${show(given[at])}`
}

function isSameOutput(kase: ConformanceCase, want: CaseOutput, got: CaseOutput): boolean {
  if (!(got.at <= want.at && got.at > want.at - kase.step)) return false
  if (want.call !== undefined && got.call !== want.call) return false
  if (want.text !== undefined && want.text !== got.text) return false
  if (want.base64 !== undefined && want.base64 !== got.base64) return false
  if (want.raw !== undefined && !kase.isUnordered && want.raw !== got.raw) return false
  if (want.value !== undefined) {
    const isSame = kase.isUnordered
      ? isSameInAnyOrder(want.value, got.value)
      : isSameValue(want.value, got.value)
    if (!isSame) return false
  }
  return want.props === undefined || got.props === undefined || isSameValue(want.props, got.props)
}

/** Doubles may differ by their last digits, everything else not at all. */
function isSameValue(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') {
    return a === b || Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b))
  }
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    return a.every((item, index) => isSameValue(item, b[index]))
  }
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))]
  if (left.size !== right.size) return false
  return [...left].every(([name, item]) => right.has(name) && isSameValue(item, right.get(name)))
}

function isSameInAnyOrder(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return isSameValue(a, b)
  const rest: unknown[] = [...(b as unknown[])]
  return (
    a.length === b.length &&
    a.every((item) => removeFirst(rest, (other) => isSameValue(item, other)))
  )
}

function removeFirst<T>(list: T[], matches: (item: T) => boolean): boolean {
  const at = list.findIndex(matches)
  if (at >= 0) list.splice(at, 1)
  return at >= 0
}

function show(output: CaseOutput | undefined): string {
  const withDigits = (_: string, value: unknown): unknown =>
    typeof value === 'bigint' ? `${value}n` : value
  return JSON.stringify(output, withDigits) ?? 'nothing'
}
