import { describe, expect, test } from 'vitest'
import { emptyCatalog, executeStatement } from '../catalog/catalog.ts'
import { createFunctionCatalog } from '../functions/index.ts'
import { explain } from './explain.ts'

const functions = createFunctionCatalog()
const catalog = [
  'CREATE STREAM lft () WITH (DATASOURCE="lft", TYPE="memory")',
  'CREATE STREAM rgt () WITH (DATASOURCE="rgt", TYPE="memory")',
  'CREATE STREAM typed (a BIGINT, b STRING) WITH (DATASOURCE="t", TYPE="memory")',
].reduce((current, text) => executeStatement(current, text).catalog, emptyCatalog)

/** The plan after the optimizer, without indentation. */
function optimized(text: string, options: Readonly<Record<string, unknown>> = {}): string[] {
  const lines = explain(text, catalog, functions, options).split('\n')
  const from = lines.indexOf('optimized plan') + 1
  return lines.slice(from, lines.indexOf('physical plan')).map((line) => line.trim())
}

describe('columns that are decoded', () => {
  test.each([
    ['SELECT a FROM lft WHERE b > 1', '[a, b]'],
    ['SELECT * FROM lft', 'all'],
    ['SELECT a, * FROM lft', '[a]'],
    ['SELECT count(*), a FROM lft GROUP BY TUMBLINGWINDOW(ss, 1)', 'all'],
    ['SELECT a, count(*) FROM lft WHERE b > 1 GROUP BY TUMBLINGWINDOW(ss, 1)', '[a]'],
    ['SELECT merge_agg(*)->b AS r FROM lft GROUP BY TUMBLINGWINDOW(ss, 1)', '[]'],
    ['SELECT * EXCEPT(a) FROM typed', '[b]'],
  ])('%s', (text, columns) => {
    expect(optimized(text).at(-1)).toContain(`columns: ${columns}`)
  })

  test('all of them where the pruner is switched off', () => {
    const options = {
      planOptimizeStrategy: { optimizeControl: { disableOptimizeRules: ['columnPruner'] } },
    }
    expect(optimized('SELECT a FROM lft', options).at(-1)).toBe('source lft columns: all')
  })
})

describe('where a condition is tested', () => {
  test('below a window of processing time', () => {
    expect(optimized('SELECT a FROM lft WHERE b > 1 GROUP BY TUMBLINGWINDOW(ss, 1)')).toEqual([
      'project lft.a',
      'window tumbling(ss, 1)',
      'filter binaryExpr:{ lft.b > 1 }',
      'source lft columns: [a, b]',
    ])
  })

  test('above a window that must see all rows', () => {
    expect(optimized('SELECT a FROM lft WHERE b > 1 GROUP BY COUNTWINDOW(2)')[1]).toBe(
      'filter binaryExpr:{ lft.b > 1 }',
    )
  })

  test('below an outer join where it names one stream, above it where it names two', () => {
    const text =
      'SELECT lft.a FROM lft LEFT JOIN rgt ON lft.id = rgt.id ' +
      'WHERE rgt.b > 1 AND lft.a = rgt.a GROUP BY TUMBLINGWINDOW(ss, 1)'
    const plan = optimized(text)
    expect(plan[1]).toBe('filter binaryExpr:{ lft.a = rgt.a }')
    expect(plan.indexOf('filter binaryExpr:{ rgt.b > 1 }')).toBe(plan.length - 2)
  })

  test('above everything where push-down is switched off', () => {
    const options = {
      planOptimizeStrategy: { optimizeControl: { disableOptimizeRules: ['predicatePushDown'] } },
    }
    const text = 'SELECT a FROM lft WHERE b > 1 GROUP BY TUMBLINGWINDOW(ss, 1)'
    expect(optimized(text, options)[1]).toBe('filter binaryExpr:{ lft.b > 1 }')
  })
})

describe('statements without a plan', () => {
  test.each([
    ['SELECT a FROM lft INNER JOIN rgt ON lft.id = rgt.id', 'a time window or count window'],
    ['SELECT a FROM lft GROUP BY TUMBLINGWINDOW(ss, 0)', 'division by zero'],
    ['SELECT FROM', 'SQL'],
    ['SHOW STREAMS', 'Only a SELECT statement has a plan.'],
  ])('%s', (text, reason) => {
    expect(explain(text, catalog, functions)).toContain(reason)
  })
})
