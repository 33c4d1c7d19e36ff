import { createFunctionCatalog } from '../functions/index.ts'
import type { FunctionContext } from '../functions/definition.ts'
import { parseExpressionText } from '../syntax/parse.ts'
import { parseJsonText } from '../types/json-parse.ts'
import { createRecord, type RecordValue, type Value } from '../types/value.ts'
import { compileExpression } from './compile.ts'
import type { ExpressionScope } from './scope.ts'

/** Evaluates the text of an expression on one row, without a rule: previews, examples and tests. */

const catalog = createFunctionCatalog()

export const exampleContext: FunctionContext = {
  ruleId: 'example',
  ruleStart: 1_700_000_000_000,
  now: () => 1_700_000_000_000,
  random: () => 0.5,
  newId: () => '00000000-0000-1000-8000-000000000000',
}

/** A scope without a plan: names are the fields of the row, and the stream is called `s`. */
export const recordScope: ExpressionScope = {
  context: exampleContext,
  isStream: (name) => name === 's',
  column: ({ qualifier, name }) => {
    const isMember = qualifier !== undefined && qualifier.name !== 's'
    const column = isMember ? qualifier.name : name
    return (row) => row.fields?.[column]
  },
  wildcard: () => (row) => row.fields ?? createRecord(),
  plannedCall: () => undefined,
  findFunction: (name) => catalog.find(name),
}

/** Throws EvaluationError, and an Error for a text that is no expression. */
export function evaluateText(
  text: string,
  fields: string | RecordValue = '{}',
  metadata: RecordValue = createRecord(),
): Value | undefined {
  const parsed = parseExpressionText(text)
  const problem = parsed.diagnostics.find((diagnostic) => diagnostic.severity === 'error')
  if (problem !== undefined) throw new Error(problem.message)
  const record = typeof fields === 'string' ? parseRecord(fields) : fields
  const evaluate = compileExpression(parsed.expression, recordScope)
  return evaluate({ slots: [], fields: record, timestamp: 1_700_000_000_000, metadata })
}

function parseRecord(text: string): RecordValue {
  const parsed = parseJsonText(text)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.value as RecordValue
}
