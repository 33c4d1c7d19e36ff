import type { Evaluate } from '../../expression/scope.ts'
import { EvaluationError } from '../../functions/definition.ts'
import { describeValue } from '../../types/go-text.ts'
import type { JoinType } from '../../syntax/ast.ts'
import type { Collection, RuleRow } from '../rule-row.ts'
import { joinAlone, joinRows } from './join-rows.ts'
import type { CollectionOperator } from './operator.ts'
import { reasonOf, type RuleFrame } from './rule-frame.ts'

export interface JoinStep {
  readonly type: JoinType
  /** The sources whose rows are the left side; undefined for the rows joined so far. */
  readonly left: number | undefined
  readonly right: number
  /** Undefined: every pair matches. */
  readonly on: Evaluate | undefined
  /** Both sides of `a.x = b.y` where the whole condition is that equality: rows are then looked up, not tried. */
  readonly equality: { readonly left: Evaluate; readonly right: Evaluate } | undefined
}

/** Joins the rows of a window by their sources. A condition that fails loses the whole window. */
export class JoinOperator implements CollectionOperator {
  private readonly steps: readonly JoinStep[]
  private readonly frame: RuleFrame
  private readonly next: CollectionOperator

  constructor(steps: readonly JoinStep[], frame: RuleFrame, next: CollectionOperator) {
    this.steps = steps
    this.frame = frame
    this.next = next
  }

  collection(collection: Collection): void {
    const timestamp = collection.range?.trigger ?? this.frame.now()
    let rows: readonly RuleRow[] = []
    try {
      for (const step of this.steps) {
        const left = step.left === undefined ? rows : ofSource(collection.rows, step.left)
        rows = joinStep(step, left, ofSource(collection.rows, step.right), timestamp)
      }
    } catch (error) {
      this.frame.fail(`run Join error: ${reasonOf(error)}`)
      return
    }
    if (rows.length > 0) this.next.collection({ rows, isGrouped: false, range: collection.range })
  }
}

function ofSource(rows: readonly RuleRow[], source: number): readonly RuleRow[] {
  const found: RuleRow[] = []
  for (const row of rows) if (row.source === source) found.push(row)
  return found
}

function joinStep(
  step: JoinStep,
  left: readonly RuleRow[],
  right: readonly RuleRow[],
  timestamp: number,
): readonly RuleRow[] {
  if (step.type === 'right') return joinRight(step, left, right, timestamp)
  const candidates = createCandidates(step, left, right)
  const joined: RuleRow[] = []
  const matched = new Set<RuleRow>()
  for (const a of left) {
    let hasMatch = false
    const { rows, areMatches } = candidates(a)
    for (const b of rows) {
      const pair = joinRows(a, b, timestamp)
      if (!areMatches && !isMatch(step, pair)) continue
      hasMatch = true
      joined.push(pair)
      if (step.type === 'full') matched.add(b)
    }
    if (!hasMatch && step.type !== 'inner' && step.type !== 'cross') {
      joined.push(joinAlone(a, timestamp))
    }
  }
  if (step.type === 'full') {
    for (const b of right) {
      if (isLeftOver(step, b, left, matched, timestamp)) joined.push(joinAlone(b, timestamp))
    }
  }
  return joined
}

/** Joined with itself, a stream's rows are asked again with the right row in front. */
function isLeftOver(
  step: JoinStep,
  row: RuleRow,
  left: readonly RuleRow[],
  matched: ReadonlySet<RuleRow>,
  timestamp: number,
): boolean {
  if (step.left !== step.right) return !matched.has(row)
  return !left.some((other) => isMatch(step, joinRows(row, other, timestamp)))
}

function joinRight(
  step: JoinStep,
  left: readonly RuleRow[],
  right: readonly RuleRow[],
  timestamp: number,
): readonly RuleRow[] {
  const joined: RuleRow[] = []
  for (const b of right) {
    let hasMatch = false
    for (const a of left) {
      const pair = joinRows(b, a, timestamp)
      if (!isMatch(step, pair)) continue
      hasMatch = true
      joined.push(pair)
    }
    if (!hasMatch) joined.push(joinAlone(b, timestamp))
  }
  return joined
}

function isMatch(step: JoinStep, pair: RuleRow): boolean {
  if (step.on === undefined) return true
  const value = step.on(pair)
  if (value === true) return true
  if (value === false || value === null || value === undefined) return false
  throw new EvaluationError(
    `invalid join condition that returns non-bool value ${describeValue(value)}`,
  )
}

interface Candidates {
  readonly rows: readonly RuleRow[]
  /** They are known to match; otherwise the condition must be asked. */
  readonly areMatches: boolean
}

const none: Candidates = { rows: [], areMatches: true }

/**
 * The right rows worth trying for a left row. With a plain equality they are found by key, unless keys of
 * different types meet, for which the condition itself must be asked.
 */
function createCandidates(
  step: JoinStep,
  left: readonly RuleRow[],
  right: readonly RuleRow[],
): (left: RuleRow) => Candidates {
  const { equality } = step
  const all: Candidates = { rows: right, areMatches: false }
  // Keys may fail, and where there is no pair eKuiper asks for none.
  if (equality === undefined || left.length === 0 || right.length === 0) return () => all
  const byKey = new Map<string | number, { readonly rows: RuleRow[]; readonly areMatches: true }>()
  let type: 'string' | 'number' | undefined
  for (const row of right) {
    const key = equality.right(row)
    if (key === null || key === undefined) continue
    if (typeof key !== 'string' && typeof key !== 'number') return () => all
    if (type !== undefined && typeof key !== type) return () => all
    type = typeof key as 'string' | 'number'
    const found = byKey.get(key)
    if (found === undefined) byKey.set(key, { rows: [row], areMatches: true })
    else found.rows.push(row)
  }
  return (left) => {
    const key = equality.left(left)
    if (key === null || key === undefined) return none
    if (typeof key !== 'string' && typeof key !== 'number') return all
    return typeof key === type ? (byKey.get(key) ?? none) : all
  }
}
