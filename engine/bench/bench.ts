import { runByHand } from './by-hand.ts'
import { createEngineRun } from './engine-under-test.ts'
import { createFeed, type Feed } from './feed.ts'
import { measure } from './measure.ts'
import { queries, type Query } from './queries.ts'

/**
 * Rows per second on one core, beside the two ceilings measured in the same run: `JSON.parse` alone over
 * the same payloads, and the same query written by hand.
 */
interface Line {
  readonly name: string
  readonly fromBytes: number
  readonly fromObjects: number
  readonly byHand: number
  readonly jsonParse: number
}

const args = process.argv.slice(2)
const wanted = args.filter((argument) => !argument.startsWith('--'))
const feed = createFeed()
const jsonParse = measureJsonParse(feed)
const lines: Line[] = []
for (const query of queries) {
  if (wanted.length > 0 && !wanted.some((name) => query.name.includes(name))) continue
  lines.push(measureQuery(query))
}
if (args.includes('--json')) console.log(JSON.stringify(lines))
else print(lines)

function measureJsonParse({ texts }: Feed): number {
  let sum = 0
  const rate = measure(texts.length, () => {
    for (const text of texts) sum += (JSON.parse(text) as { temperature: number }).temperature
  })
  if (Number.isNaN(sum)) throw new Error('the payloads have no temperature')
  return rate
}

function measureQuery(query: Query): Line {
  const bytes = createEngineRun(query, feed, 'bytes')
  const fromBytes = measure(feed.payloads.length, bytes.pass)
  const objects = createEngineRun(query, feed, 'objects')
  const fromObjects = measure(feed.payloads.length, objects.pass)
  const hand = runByHand(query.name, feed)
  const byHand = measure(feed.payloads.length, hand.pass)
  if (bytes.results() === 0 || hand.results() === 0) throw new Error(`${query.name} gave no rows`)
  return { name: query.name, fromBytes, fromObjects, byHand, jsonParse }
}

function print(results: readonly Line[]): void {
  const rate = (value: number): string => Math.round(value).toLocaleString('en').padStart(12)
  const ratio = (value: number): string => value.toFixed(2).padStart(8)
  console.log(`JSON.parse alone: ${rate(jsonParse).trim()} rows/s`)
  console.log(
    `${'query'.padEnd(28)}${'bytes'.padStart(12)}${'/parse'.padStart(8)}` +
      `${'objects'.padStart(12)}${'by hand'.padStart(12)}${'/hand'.padStart(8)}`,
  )
  for (const line of results) {
    console.log(
      line.name.padEnd(28) +
        rate(line.fromBytes) +
        ratio(line.fromBytes / line.jsonParse) +
        rate(line.fromObjects) +
        rate(line.byHand) +
        ratio(line.fromObjects / line.byHand),
    )
  }
}
