import type { Evaluate } from '../../expression/scope.ts'
import { EvaluationError } from '../../functions/definition.ts'
import { createResultNames, type ResultNames } from '../../encode/index.ts'
import {
  createRecord,
  type MutableRecord,
  type RecordValue,
  type Value,
} from '../../types/value.ts'
import type { ResultRow } from '../row.ts'
import type { RuleRow } from '../rule-row.ts'
import { partsOf } from './join-rows.ts'
import { createResultShape } from './result-shape.ts'
import { reasonOf } from './rule-frame.ts'

/** `*` or `stream.*` of a SELECT list. */
export interface ProjectedStar {
  /** The source of `stream.*`; undefined for a plain `*`. */
  readonly source: number | undefined
  readonly except: ReadonlySet<string>
}

export interface ProjectedField {
  /**
   * A plain column keeps a null that is present; everything else is left out where it is null. `columns`
   * gives a record whose members become columns.
   */
  readonly kind: 'column' | 'value' | 'columns'
  readonly name: string
  readonly evaluate: Evaluate
  /** Computed, because it may fail or be counted, but not sent. */
  readonly isInvisible: boolean
  /** Its value, where there is one, is just sent under its name. */
  readonly isPlain: boolean
  /** How eKuiper words where an error came from: `alias: c expr: ...`. */
  readonly origin: string
}

export function createField(field: Omit<ProjectedField, 'isPlain'>): ProjectedField {
  return { ...field, isPlain: field.kind !== 'columns' && !field.isInvisible }
}

/** What a rule sends of a row: stars, then columns, then unnamed expressions, then aliases. */
export interface Projection {
  readonly stars: readonly ProjectedStar[]
  readonly fields: readonly ProjectedField[]
  /** sendNilField: nulls are sent. */
  readonly sendsNull: boolean
  readonly createResult: () => ResultRow
  /** The names of its results; undefined where they are known only from row to row. */
  readonly names: ResultNames | undefined
}

export function createProjection(
  options: Pick<Projection, 'stars' | 'fields' | 'sendsNull'>,
): Projection {
  const { stars, fields } = options
  // What a star brings is known only from row to row.
  const createResult =
    stars.length > 0 ? createRecord : createResultShape(fields.map(({ name }) => name))
  return { ...options, createResult, names: namesOf(options) }
}

function namesOf({ stars, fields }: Pick<Projection, 'stars' | 'fields'>): ResultNames | undefined {
  const names = fields.filter(({ isInvisible }) => !isInvisible).map(({ name }) => name)
  const areFixed = stars.length === 0 && fields.every(({ kind }) => kind !== 'columns')
  return areFixed && new Set(names).size === names.length ? createResultNames(names) : undefined
}

/** What `projectRow` makes a record of, into `values`: one for each of the projection's names. */
export function projectValues(
  { fields, sendsNull }: Projection,
  row: RuleRow,
  values: (Value | undefined)[],
): void {
  let place = 0
  let i = 0
  try {
    for (; i < fields.length; i++) {
      const field = fields[i]
      if (field === undefined) continue
      const value = field.evaluate(row)
      if (!field.isInvisible) values[place++] = value ?? rareValue(field, value, sendsNull)
    }
  } catch (error) {
    throw withOrigin(error, fields[i])
  }
}

/** What is sent for a null or a missing value. */
function rareValue(
  { kind }: ProjectedField,
  value: null | undefined,
  sendsNull: boolean,
): null | undefined {
  return sendsNull || (kind === 'column' && value === null) ? null : undefined
}

export function projectRow(projection: Projection, row: RuleRow): ResultRow {
  const record = projection.createResult()
  const { stars, fields, sendsNull } = projection
  if (stars.length > 0) for (const star of stars) copyStar(star, row, record)
  let i = 0
  try {
    for (; i < fields.length; i++) {
      const field = fields[i]
      if (field === undefined) continue
      const value = field.evaluate(row)
      if (value !== undefined && value !== null && field.isPlain) record[field.name] = value
      else if (!field.isInvisible) addRareValue(field, value, record, sendsNull)
    }
  } catch (error) {
    // One handler for all fields: one for each would be set up for each.
    throw withOrigin(error, fields[i])
  }
  return record
}

/** Nulls, missing values and what spreads into several columns. */
function addRareValue(
  field: ProjectedField,
  value: ReturnType<Evaluate>,
  record: MutableRecord,
  sendsNull: boolean,
): void {
  if (field.kind === 'columns') {
    copyColumns(value, record)
    return
  }
  const sent = value ?? rareValue(field, value, sendsNull)
  if (sent !== undefined) record[field.name] = sent
}

function withOrigin(error: unknown, field: ProjectedField | undefined): unknown {
  if (field === undefined || field.kind === 'column') return error
  return new EvaluationError(`${field.origin} meet error, err:${reasonOf(error)}`)
}

function copyColumns(value: ReturnType<Evaluate>, record: MutableRecord): void {
  if (typeof value !== 'object' || value === null) return
  const columns = value as RecordValue
  for (const name of Object.keys(columns)) record[name] = columns[name]
}

function copyStar(star: ProjectedStar, row: RuleRow, record: MutableRecord): void {
  const { source, except } = star
  const fields =
    source === undefined ? row.fields : partsOf(row).find((part) => part.source === source)?.fields
  if (fields === undefined) return
  for (const name of Object.keys(fields)) {
    if (!except.has(name)) record[name] = fields[name]
  }
}
