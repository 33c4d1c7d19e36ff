export interface Query {
  readonly name: string
  readonly sql: string
  /** How many rules run it at once on the same stream. */
  readonly rules: number
  /** How many streams share the rows between them, batch by batch. */
  readonly streams: number
  /** The column that the consumer of the results reads. */
  readonly column: string
}

const wide = [
  ['temperature * 1.8 + 32', 'f'],
  ['round(humidity)', 'h'],
  ['upper(site)', 'su'],
  ['lower(status)', 'sl'],
  ['abs(vibration - 100)', 'v'],
  ['floor(pressure)', 'pf'],
  ['ceil(pressure)', 'pc'],
  ['concat(deviceId, "-", site)', 'id'],
  ['length(deviceId)', 'dl'],
  ['temperature > 60', 'hot'],
  ['CASE WHEN temperature > 60 THEN "high" ELSE "low" END', 'level'],
  ['sqrt(vibration)', 'sv'],
  ['substring(deviceId, 7)', 'num'],
  ['startswith(status, "al")', 'al'],
] as const

export const queries: readonly Query[] = [
  {
    name: 'filter+project',
    sql: 'SELECT deviceId, temperature, humidity * 2 AS h FROM s WHERE temperature > 50',
    rules: 1,
    streams: 1,
    column: 'h',
  },
  {
    name: '20 columns, functions',
    sql: `SELECT deviceId, site, temperature, humidity, pressure, seq, ${wide
      .map(([expression, name]) => `${expression} AS ${name}`)
      .join(', ')} FROM s`,
    rules: 1,
    streams: 1,
    column: 'f',
  },
  {
    name: 'tumbling by key',
    sql: 'SELECT deviceId, count(seq) AS n, avg(temperature) AS a, max(humidity) AS m FROM s GROUP BY deviceId, TUMBLINGWINDOW(ss, 10)',
    rules: 1,
    streams: 1,
    column: 'a',
  },
  {
    name: 'hopping by key',
    sql: 'SELECT deviceId, count(seq) AS n, avg(temperature) AS a FROM s GROUP BY deviceId, HOPPINGWINDOW(ss, 10, 1)',
    rules: 1,
    streams: 1,
    column: 'a',
  },
  {
    name: 'sliding',
    sql: 'SELECT count(seq) AS n, avg(temperature) AS a, max(humidity) AS m FROM s GROUP BY SLIDINGWINDOW(ms, 100)',
    rules: 1,
    streams: 1,
    column: 'a',
  },
  {
    name: 'window join',
    sql: 'SELECT s.deviceId AS d, s.temperature AS t, r.humidity AS h FROM s INNER JOIN r ON s.deviceId = r.deviceId GROUP BY TUMBLINGWINDOW(ss, 1)',
    rules: 1,
    streams: 2,
    column: 'h',
  },
  {
    name: '100 rules, one stream',
    sql: 'SELECT deviceId, temperature FROM s WHERE temperature > 75',
    rules: 100,
    streams: 1,
    column: 'temperature',
  },
]
