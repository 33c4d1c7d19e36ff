import { expect, test } from 'vitest'
import { emptyCatalog, executeStatement } from '../catalog/catalog.ts'
import { createFunctionCatalog } from '../functions/index.ts'
import { completeTemplate } from '../template/index.ts'
import { outputShape } from './output-shape.ts'

const catalog = [
  'CREATE STREAM plant (id BIGINT, place STRUCT(hall STRING), parts ARRAY(STRUCT(no BIGINT))) ' +
    'WITH (DATASOURCE="a", FORMAT="json")',
  'CREATE STREAM free () WITH (DATASOURCE="b", FORMAT="json")',
].reduce((known, statement) => executeStatement(known, statement).catalog, emptyCatalog)
const environment = {
  catalog,
  functions: createFunctionCatalog([]),
  columnsOf: (stream: string) => (stream === 'free' ? [{ name: 'temp', type: 'float' }] : []),
}

const offered = (sql: string, template = '{{.') =>
  completeTemplate(template, template.length, outputShape(sql, environment)).map(
    ({ label, detail }) => `${label} ${detail}`.trim(),
  )

test.each([
  ['SELECT * FROM plant', ['.id bigint', '.place struct', '.parts array']],
  ['SELECT id, place AS p, id + 1 AS next FROM plant', ['.id bigint', '.p struct', '.next']],
  ['SELECT * EXCEPT(id) FROM plant', ['.place struct', '.parts array']],
  ['SELECT id INVISIBLE, place FROM plant', ['.place struct']],
  ['SELECT *, upper(temp) AS u FROM free', ['.temp float', '.u']],
  ['SELECT temp AS t FROM free', ['.t float']],
  ['SELECT nothing FROM', []],
  ['SELECT a FROM missing', []],
])('%s gives %j', (sql, expected) => {
  expect(offered(sql)).toEqual(expected)
})

test('nested columns as they are declared', () => {
  expect(offered('SELECT place FROM plant', '{{.place.')).toEqual(['hall string'])
  expect(offered('SELECT * FROM plant', '{{range .parts}}{{.')).toEqual(['.no bigint'])
})
