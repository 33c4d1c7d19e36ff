import { parseGoFloat } from '../../../types/cast.ts'
import { goTypeName, isList, isRecord, toGoText } from '../../../types/go-text.ts'
import type { Value } from '../../../types/value.ts'
import { EvaluationError } from '../../definition.ts'

/** What an expression of a path sees: the document, and the element that a filter looks at. */
export interface PathScope {
  readonly root: Value
  readonly current: Value
}

export type EvaluatePath = (scope: PathScope) => Value

/** Takes a value apart; plain selectors give one value or fail, the others any number. */
export type Selector =
  | { readonly kind: 'member'; readonly key: EvaluatePath }
  | { readonly kind: 'many'; readonly select: (value: Value, scope: PathScope) => Value[] }

export function selectMember(value: Value, key: Value): Value {
  if (isList(value)) {
    const index = toIndex(key)
    const element = index < 0 ? undefined : value[index]
    if (element === undefined) throw new EvaluationError(`index ${index} out of bounds`)
    return element
  }
  if (isRecord(value)) {
    const name = typeof key === 'string' ? key : toGoText(key)
    const member = value[name]
    if (member === undefined) throw new EvaluationError(`unknown key ${name}`)
    return member
  }
  throw new EvaluationError(
    `unsupported value type ${goTypeName(value)} for select, expected map[string]interface{} or []interface{}`,
  )
}

function toIndex(key: Value): number {
  const index = typeof key === 'string' ? Number(key) : key
  if (typeof index === 'number' && Number.isFinite(index)) return Math.trunc(index)
  throw new EvaluationError(
    `could not select value, invalid key: strconv.Atoi: parsing "${toGoText(key)}": invalid syntax`,
  )
}

export function childrenOf(value: Value): Value[] {
  if (isList(value)) return [...value]
  if (!isRecord(value)) return []
  return Object.values(value).filter((member) => member !== undefined)
}

/** The value and everything below it, from the top. */
export function descendantsOf(value: Value): Value[] {
  return [value, ...childrenOf(value).flatMap(descendantsOf)]
}

export function evaluateSelectors(
  start: Value,
  selectors: readonly Selector[],
  scope: PathScope,
): Value {
  const firstMany = selectors.findIndex((selector) => selector.kind === 'many')
  const plain = firstMany < 0 ? selectors : selectors.slice(0, firstMany)
  let value = start
  for (const selector of plain) {
    if (selector.kind === 'member') value = selectMember(value, selector.key(scope))
  }
  if (firstMany < 0) return value
  return selectors
    .slice(firstMany)
    .reduce<Value[]>(
      (values, selector) => values.flatMap((item) => step(item, selector, scope)),
      [value],
    )
}

/** Where a path has several results, the ones that do not go on are left out. */
function step(value: Value, selector: Selector, scope: PathScope): Value[] {
  if (selector.kind === 'many') return selector.select(value, scope)
  try {
    return [selectMember(value, selector.key(scope))]
  } catch (cause) {
    if (cause instanceof EvaluationError) return []
    throw cause
  }
}

/** Numbers but zero are true, texts are what they say, null is false. */
export function isTrue(value: Value): boolean {
  if (typeof value === 'boolean') return value
  if (value === null) return false
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value) !== 0
  if (value === 'true' || value === 'TRUE') return true
  if (value === 'false' || value === 'FALSE') return false
  const number = typeof value === 'string' ? parseGoFloat(value) : undefined
  if (number !== undefined) return number !== 0
  throw new EvaluationError(`unexpected ${goTypeName(value)}, expected bool`)
}
