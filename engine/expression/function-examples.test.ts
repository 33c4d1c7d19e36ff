import { describe, expect, test } from 'vitest'
import { createFunctionCatalog } from '../functions/index.ts'
import { parseExpressionText } from '../syntax/parse.ts'
import { parseJsonText } from '../types/json-parse.ts'
import { toJsonText } from '../types/json-text.ts'
import type { RecordValue } from '../types/value.ts'
import { evaluateText } from './evaluate-text.ts'
import { rowFunctions } from './row-functions.ts'

const catalog = createFunctionCatalog()
const functions = catalog
  .all()
  .filter(({ kind, name }) => kind === 'scalar' || rowFunctions.has(name))
  .filter(({ example }) => example?.before === undefined)

const metadata = parseJsonText('{"topic":"plant/1"}')

describe('the example of every function of one row', () => {
  test.each(functions.map((definition) => [definition.name, definition] as const))(
    '%s',
    (_, { example }) => {
      if (example === undefined) throw new Error('it has no example')
      const record = metadata.ok ? (metadata.value as RecordValue) : undefined
      expect(toJsonText(evaluateText(example.expression, example.row, record))).toBe(example.result)
    },
  )
})

describe('the definition of every function', () => {
  test.each(catalog.all().map((definition) => [definition.name, definition] as const))(
    '%s is documented and accepts its own example',
    (name, definition) => {
      expect(name).toBe(name.toLowerCase())
      expect(definition.summary).toMatch(/^[A-Z0-9`].*\.$/)
      expect(definition.signatures.length).toBeGreaterThan(0)
      for (const signature of definition.signatures) expect(signature).toContain(`${name}(`)
      const text = definition.example?.expression ?? ''
      const { expression, diagnostics } = parseExpressionText(text)
      expect(diagnostics).toEqual([])
      if (expression.kind === 'call' && expression.name === name) {
        expect(definition.check(expression.arguments, expression)).toBeUndefined()
      }
    },
  )
})

test('names are found in any case, aliases too, and an extra definition replaces a built-in one', () => {
  expect(catalog.find('CEIL')).toBe(catalog.find('ceiling'))
  expect(catalog.find('nope')).toBeUndefined()
  const lower = catalog.find('lower')
  const upper = catalog.find('upper')
  if (lower === undefined || upper === undefined) throw new Error('lower and upper are built in')
  const extended = createFunctionCatalog([{ ...lower, name: 'upper' }])
  expect(extended.find('upper')).not.toBe(upper)
  expect(extended.all().filter(({ name }) => name === 'upper')).toHaveLength(1)
})
