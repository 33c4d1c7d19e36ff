import { describe, expect, test } from 'vitest'
import { rowFunctions } from './row-functions.ts'
import { startRule } from '../testkit/rule-harness.ts'
import type { FunctionDefinition, FunctionExample } from '../functions/definition.ts'
import { createFunctionCatalog } from '../functions/index.ts'

const planned = createFunctionCatalog()
  .all()
  .filter(
    ({ kind, name, example }) =>
      example?.before !== undefined || (kind !== 'scalar' && !rowFunctions.has(name)),
  )

/** The records that a rule with the example's expression sends for its last row. */
function sentFor(definition: FunctionDefinition, field: string): readonly unknown[] {
  const example = exampleOf(definition)
  const before = example.before ?? []
  const window = windowOf(definition, before.length + 1)
  const groupBy = window === undefined ? '' : ` GROUP BY ${window}`
  const rule = startRule({ sql: `SELECT ${field} FROM s${groupBy}` })
  for (const row of before) rule.send('s', JSON.parse(row))
  rule.results()
  rule.send('s', JSON.parse(example.row ?? '{}'))
  rule.clock.advanceTo(rule.clock.now() + 10_000)
  expect(rule.errors()).toEqual([])
  return rule.results().flatMap((sent) => JSON.parse(sent.slice(sent.indexOf(' '))) as unknown[])
}

function exampleOf({ name, example }: FunctionDefinition): FunctionExample {
  if (example === undefined) throw new Error(`${name} has no example`)
  return example
}

/** Aggregates are shown over all their rows. */
function windowOf({ kind, example }: FunctionDefinition, rows: number): string | undefined {
  if (example?.window !== undefined) return example.window
  return kind === 'aggregate' ? `COUNTWINDOW(${String(rows)})` : undefined
}

const resultOf = (example: FunctionExample) => JSON.parse(example.result) as unknown

describe('the example of every function that is more than its arguments, in a running rule', () => {
  test.each(planned.map((definition) => [definition.name, definition] as const))(
    '%s',
    (_, definition) => {
      const { kind } = definition
      const example = exampleOf(definition)
      const givesRecords = kind === 'multi-row' || kind === 'multi-column'
      if (givesRecords) {
        expect(sentFor(definition, example.expression)).toEqual(resultOf(example))
      } else {
        const sent = sentFor(definition, `${example.expression} AS r`)
        expect(sent).toEqual([{ r: resultOf(example) }])
      }
    },
  )
})
