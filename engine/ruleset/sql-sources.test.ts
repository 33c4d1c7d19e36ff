import { expect, test } from 'vitest'
import { connectSource, disconnectSource, renameSource, sourcesOfSql } from './sql-sources.ts'

test.each([
  ['SELECT * FROM demo', ['demo']],
  ['SELECT a.x FROM a LEFT JOIN b ON a.id = b.id GROUP BY TUMBLINGWINDOW(ss, 1)', ['a', 'b']],
  ['SELECT * FROM `per-device`', ['per-device']],
  ['SELECT * FROM', []],
  ['SELECT', []],
  ['', []],
  ['CREATE STREAM a () WITH (DATASOURCE="a")', []],
  ['SELECT temp* FROM demo WHERE', ['demo']],
])('the sources of %s', (sql, names) => {
  expect(sourcesOfSql(sql).map((source) => source.name)).toEqual(names)
})

test('a source has the place of its name', () => {
  const sql = 'SELECT * FROM  demo WHERE a > 1'
  const [source] = sourcesOfSql(sql)
  expect(sql.slice(source?.span.start, source?.span.end)).toBe('demo')
})

test.each([
  ['', 'SELECT *\nFROM b'],
  ['  \n', 'SELECT *\nFROM b'],
  ['SELECT * FROM', 'SELECT * FROM b'],
  ['SELECT * FROM WHERE a > 1', 'SELECT * FROM b WHERE a > 1'],
  ['SELECT * FROM \nWHERE a > 1;', 'SELECT * FROM b \nWHERE a > 1;'],
  ['SELECT a, count(x) WHERE a > 1', 'SELECT a, count(x) FROM b WHERE a > 1'],
  ['SELECT a', 'SELECT a FROM b'],
  ['SELECT a -- why', 'SELECT a -- why\nFROM b'],
  ['SELECT * FROM b', 'SELECT * FROM b'],
  ['SELECT * FROM a WHERE x > 1', 'SELECT * FROM a\nINNER JOIN b ON a.id = b.id WHERE x > 1'],
  [
    'SELECT * FROM a INNER JOIN c ON a.k = c.k GROUP BY TUMBLINGWINDOW(ss, 1)',
    'SELECT * FROM a INNER JOIN c ON a.k = c.k\nINNER JOIN b ON a.id = b.id GROUP BY TUMBLINGWINDOW(ss, 1)',
  ],
])('a wire into %j', (sql, connected) => {
  expect(connectSource(sql, 'b')).toBe(connected)
})

test('a wire replaces a name that nothing feeds', () => {
  const sql = 'SELECT old.x FROM old WHERE old.x > 1'
  expect(connectSource(sql, 'b', (name) => name !== 'old')).toBe('SELECT b.x FROM b WHERE b.x > 1')
})

test.each([
  ['SELECT * FROM a WHERE x > 1', 'SELECT *  WHERE x > 1'.replace('  ', ' FROM  ')],
  ['SELECT * FROM b\nLEFT JOIN a ON a.id = b.id WHERE x > 1', 'SELECT * FROM b WHERE x > 1'],
  ['SELECT * FROM a AS t\nLEFT JOIN b ON a.id = b.id WHERE x > 1', 'SELECT * FROM b WHERE x > 1'],
  ['SELECT * FROM b', 'SELECT * FROM b'],
])('a wire away from %j', (sql, disconnected) => {
  expect(disconnectSource(sql, 'a')).toBe(disconnected)
})

test('a wire that is drawn again stands where it was', () => {
  const sql = 'SELECT deviceId\nFROM a\nWHERE x > 1 -- hot'
  expect(connectSource(disconnectSource(sql, 'a'), 'a')).toMatch(/FROM\s+a\s+WHERE x > 1 -- hot$/)
})

test.each([
  ['SELECT a.x, y FROM a WHERE a.x > 1', 'SELECT b.x, y FROM b WHERE b.x > 1'],
  ['SELECT a, x->a FROM a', 'SELECT a, x->a FROM b'],
  ['SELECT a.* FROM a /* a.x */', 'SELECT b.* FROM b /* a.x */'],
  [
    'SELECT "a.x", avg(a.x) FROM c INNER JOIN a ON c.id = a.id GROUP BY a.id, COUNTWINDOW(3)',
    'SELECT "a.x", avg(b.x) FROM c INNER JOIN b ON c.id = b.id GROUP BY b.id, COUNTWINDOW(3)',
  ],
  ['SELECT other.x FROM other', 'SELECT other.x FROM other'],
])('another name for a source of %s', (sql, renamed) => {
  expect(renameSource(sql, 'a', 'b')).toBe(renamed)
})

test('a name that is no plain identifier is written in backticks', () => {
  expect(renameSource('SELECT a.x FROM a', 'a', 'per-device')).toBe(
    'SELECT `per-device`.x FROM `per-device`',
  )
  expect(connectSource('', 'limit')).toBe('SELECT *\nFROM `limit`')
})
