import { expect, test } from 'vitest'
import { catalogOf, contextFor, diagnose, functionCatalogOf } from './language.ts'
import type { SqlNode } from './ruleset.ts'

const catalog = catalogOf(['CREATE STREAM demo () WITH (DATASOURCE="demo")'])
const celsius = {
  name: 'celsius',
  kind: 'scalar',
  signatures: ['celsius(fahrenheit)'],
  summary: 'Degrees.',
} as const
const node: SqlNode = {
  kind: 'sql',
  id: 'n1',
  position: { x: 0, y: 0 },
  ruleId: 'r1',
  name: 'r1',
  sql: 'SELECT celsius(t) AS c FROM demo',
  options: {},
  extra: {},
}

test('a query is checked again when the function of a plugin comes or goes', () => {
  const messagesWith = (functions: ReturnType<typeof functionCatalogOf>) =>
    diagnose(
      node,
      contextFor(node, { catalog, functions }, () => []),
    ).map(({ message }) => message)
  const without = functionCatalogOf([])
  expect(messagesWith(without)).toEqual(['there is no function celsius'])
  expect(messagesWith(functionCatalogOf([celsius]))).toEqual([])
  expect(messagesWith(functionCatalogOf([{ ...celsius, problem: 'acme does not run' }]))).toEqual([
    'celsius: acme does not run',
  ])
  expect(messagesWith(without)).toEqual(['there is no function celsius'])
})
