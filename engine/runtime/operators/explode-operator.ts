import { EvaluationError } from '../../functions/definition.ts'
import { isList, isRecord } from '../../types/go-text.ts'
import { createRecord, type RecordValue, type Value } from '../../types/value.ts'
import type { ResultRow, Row } from '../row.ts'
import type { RuleOutput } from './operator.ts'
import { reasonOf, type RuleFrame } from './rule-frame.ts'

export interface ExplodeOptions {
  /** The output name of the call. */
  readonly name: string
  readonly function: 'unnest' | 'extract'
  /** Names whose values win over members of the same name: aliases and computed columns. */
  readonly computed: ReadonlySet<string>
  /** Cuts the rows of one result. */
  readonly limit: number | undefined
  /** An aggregate without groups has no rows to spread over, so eKuiper never finds the value. */
  readonly isWhole: boolean
}

/** Stands behind the projection and makes rows of `unnest`, or columns of `extract`. */
export class ExplodeOutput implements RuleOutput {
  /** What spreads into several rows is looked for in records. */
  readonly values = undefined
  private readonly options: ExplodeOptions
  private readonly frame: RuleFrame
  private readonly next: RuleOutput

  constructor(options: ExplodeOptions, frame: RuleFrame, next: RuleOutput) {
    this.options = options
    this.frame = frame
    this.next = next
  }

  rows(results: readonly ResultRow[], sources: readonly Row[]): void {
    const exploded: ResultRow[] = []
    const from: Row[] = []
    results.forEach((result, i) => {
      const source = sources[i]
      if (source === undefined) return
      try {
        for (const row of this.cut(this.explode(result))) {
          exploded.push(row)
          from.push(source)
        }
      } catch (error) {
        this.frame.fail(reasonOf(error), source)
      }
    })
    if (exploded.length > 0) this.next.rows(exploded, from)
  }

  collection(results: readonly ResultRow[]): void {
    try {
      if (this.options.isWhole) throw this.notFound()
      const exploded = this.cut(results.flatMap((result) => this.explode(result)))
      this.next.collection(exploded)
    } catch (error) {
      this.frame.fail(reasonOf(error))
    }
  }

  private cut(rows: ResultRow[]): ResultRow[] {
    const { limit } = this.options
    return limit === undefined ? rows : rows.slice(0, limit)
  }

  private notFound(): EvaluationError {
    return new EvaluationError(`can't find the result from the ${this.options.name} function`)
  }

  private explode(result: ResultRow): ResultRow[] {
    const { name } = this.options
    const value = result[name]
    if (value === undefined || value === null) throw this.notFound()
    if (this.options.function === 'extract') {
      if (!isRecord(value)) throw new EvaluationError(`${name} should use map`)
      return [this.spread(result, value)]
    }
    if (!isList(value)) {
      throw new EvaluationError(`the argument for the ${name} function should be array`)
    }
    return value.map((element) => this.spread(result, element))
  }

  private spread(result: ResultRow, element: Value): ResultRow {
    const { name, computed } = this.options
    const row = createRecord()
    for (const key of Object.keys(result)) if (key !== name) row[key] = result[key]
    if (isRecord(element)) {
      const members: RecordValue = element
      for (const key of Object.keys(members)) if (!computed.has(key)) row[key] = members[key]
    } else row[name] = element
    return row
  }
}
