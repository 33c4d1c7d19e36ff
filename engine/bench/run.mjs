#!/usr/bin/env node
// Bundles the benchmark, measures each query in a process of its own and prints one table:
// `npm run bench -- [name...] [--json]`; the name `sinks` measures what sinks cost.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureEach } from './measure-each.mjs'
import { benchSinks } from './sinks.mjs'

const args = process.argv.slice(2)
const wanted = args.filter((argument) => !argument.startsWith('--'))
const isJson = args.includes('--json')

/** The nursery is that of the app's engine process. */
const flags = ['--expose-gc', '--max-semi-space-size=32']

const header = `\
Rows per second of processor time on one core, up to result rows that a consumer reads. Each query has a
process of its own; JSON.parse, the engine and the code by hand take turns there, nine rounds each after a
warm-up, and the medians are compared. The code by hand does the same work with the same answers (batches
in, null and type checks, results handed on), which is checked on 240,000 rows before anything is measured.
/parse: the engine from bytes over JSON.parse alone, its text ready; /decode: over TextDecoder and
JSON.parse, as bytes need; /hand: the engine from objects over the code by hand.
`

const folder = await mkdtemp(join(tmpdir(), 'sluice-bench-'))
try {
  if (wanted.includes('sinks')) {
    const parts = wanted.filter((part) => part !== 'sinks')
    const lines = await benchSinks({ folder, flags, parts, isJson })
    if (isJson) console.log(JSON.stringify(lines))
  } else await benchQueries()
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function benchQueries() {
  if (!isJson) console.log(header)
  if (!isJson) printTitles()
  const done = isJson ? () => {} : print
  const lines = await measureEach({ entry: 'bench.ts', folder, flags, parts: wanted, done })
  if (isJson) console.log(JSON.stringify(lines))
  else printCeilings(lines)
}

function printTitles() {
  const titles = ['bytes', '/parse', '/decode', 'objects', 'by hand', '/hand']
  const widths = [12, 8, 8, 12, 13, 8]
  console.log(
    `${'query'.padEnd(24)}${titles.map((title, i) => title.padStart(widths[i])).join('')}`,
  )
}

function print({ name, figures, memory }) {
  const { parse, decodeAndParse, bytes, objects, byHand } = figures
  const rate = ({ median }, width) => Math.round(median).toLocaleString('en').padStart(width)
  const ratio = (a, b) => (a.median / b.median).toFixed(2).padStart(8)
  const held = (memory ?? []).map(
    ({ rows, bytes }) =>
      `${(bytes / 1024 / 1024).toFixed(1)} MB after ${rows.toLocaleString('en')} rows`,
  )
  console.log(
    name.padEnd(24) +
      rate(bytes, 12) +
      ratio(bytes, parse) +
      ratio(bytes, decodeAndParse) +
      rate(objects, 12) +
      rate(byHand, 13) +
      ratio(objects, byHand) +
      (held.length === 0 ? '' : `   holds ${held.join(', ')}`),
  )
}

function printCeilings(lines) {
  const best = (name) =>
    Math.round(Math.max(...lines.map(({ figures }) => figures[name].best))).toLocaleString('en')
  console.log(
    `\nbest of all rounds: JSON.parse ${best('parse')}, with TextDecoder ${best('decodeAndParse')} rows/s`,
  )
}
