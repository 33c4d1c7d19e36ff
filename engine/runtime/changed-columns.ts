import type { Evaluate } from '../expression/scope.ts'
import { LastSeen } from '../functions/analytic/changes.ts'
import { EvaluationError } from '../functions/definition.ts'
import type { CallExpression, Expression } from '../syntax/ast.ts'
import { toGoText } from '../types/go-text.ts'
import { createRecord, NIL_LIST, type Value } from '../types/value.ts'
import type { Row } from './row.ts'

/**
 * `changed_cols`: the columns that differ from the row before, as one record. Every column has one
 * memory, whatever group or window a row belongs to.
 */
export function createChangedColumns(
  call: CallExpression,
  compile: (expression: Expression) => Evaluate,
): Evaluate {
  const [prefixArgument, flagArgument, ...columns] = call.arguments
  if (prefixArgument === undefined || flagArgument === undefined) return () => null
  const readPrefix = compile(prefixArgument)
  const readFlag = compile(flagArgument)
  const readers = columns.map(createReader(compile))
  const memories = new Map<string, LastSeen>()
  return (row) => {
    const prefix = readPrefix(row) ?? null
    const ignoresNull = readFlag(row) ?? null
    if (typeof prefix !== 'string') throw fault('first arg is not a string', prefix)
    if (typeof ignoresNull !== 'boolean') throw fault('second arg is not a bool', ignoresNull)
    const changed = createRecord()
    for (const read of readers) {
      read(row, (name, value) => {
        if (hasChanged(memories, name, value, ignoresNull)) changed[`${prefix}${name}`] = value
      })
    }
    // eKuiper sends no change under an alias as a null that is present.
    return Object.keys(changed).length === 0 ? NIL_LIST : changed
  }
}

function fault(what: string, value: Value): EvaluationError {
  return new EvaluationError(`call func changed_cols error: ${what} but got ${toGoText(value)}`)
}

type ReadColumns = (row: Row, found: (name: string, value: Value) => void) => void

function createReader(compile: (expression: Expression) => Evaluate) {
  return (argument: Expression): ReadColumns => {
    if (argument.kind === 'wildcard') {
      return (row, found) => {
        const fields = row.fields ?? {}
        for (const name of Object.keys(fields)) found(name, fields[name] ?? null)
      }
    }
    const evaluate = compile(argument)
    const name =
      argument.kind === 'column'
        ? argument.name
        : argument.kind === 'call'
          ? argument.name.toLowerCase()
          : ''
    return (row, found) => {
      found(name, evaluate(row) ?? null)
    }
  }
}

function hasChanged(
  memories: Map<string, LastSeen>,
  name: string,
  value: Value,
  ignoresNull: boolean,
): boolean {
  let memory = memories.get(name)
  if (memory === undefined) {
    memory = new LastSeen()
    memories.set(name, memory)
  }
  return memory.isChange(value, ignoresNull)
}
