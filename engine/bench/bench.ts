import { createHandRun } from './by-hand/by-hand.ts'
import { createEngineRun } from './engine-under-test.ts'
import { createFeed, rowCount, type Feed } from './feed.ts'
import { measure } from './measure.ts'
import { heldByWindow } from './memory.ts'
import { queries, type Query } from './queries.ts'

/**
 * Measures one query, in a process of its own so that no other query's shapes are in the way, and prints
 * its figures as one line of JSON. Without a name it prints the names.
 */
const [wanted] = process.argv.slice(2)
if (wanted === undefined) console.log(JSON.stringify(queries.map(({ name }) => name)))
else {
  const query = queries.find(({ name }) => name === wanted)
  if (query === undefined) throw new Error(`there is no query ${wanted}`)
  const feed = createFeed()
  expectSameResults(query, feed)
  const figures = measure({
    parse: { rows: rowCount, pass: createParse((text) => text, feed.texts) },
    decodeAndParse: { rows: rowCount, pass: createDecodeAndParse(feed) },
    bytes: { rows: rowCount, pass: createEngineRun(query, feed, 'bytes').pass },
    objects: { rows: rowCount, pass: createEngineRun(query, feed, 'objects').pass },
    byHand: { rows: rowCount, pass: createHandRun(query, feed).pass },
  })
  console.log(JSON.stringify({ name: query.name, figures, memory: heldByWindow(query, feed) }))
}

/** Both ways of the engine and the one by hand: as many rows, with the same names and values. */
function expectSameResults(query: Query, feed: Feed): void {
  const runs = {
    hand: createHandRun(query, feed),
    bytes: createEngineRun(query, feed, 'bytes'),
    objects: createEngineRun(query, feed, 'objects'),
  }
  const totals = Object.entries(runs).map(([name, { pass, consumer }]) => {
    consumer.sumAll()
    for (let i = 0; i < 12; i++) pass()
    return { name, ...consumer.total() }
  })
  const [hand] = totals
  for (const { name, rows, sum } of totals) {
    const isSame =
      rows > 0 && rows === hand?.rows && Math.abs(sum - hand.sum) <= 1e-9 * Math.abs(sum)
    if (!isSame) {
      throw new Error(`${query.name}: ${name} differs from hand: ${JSON.stringify(totals)}`)
    }
  }
}

function createParse<T>(textOf: (item: T) => string, items: readonly T[]): () => void {
  let sum = 0
  return () => {
    for (const item of items) {
      sum += (JSON.parse(textOf(item)) as { temperature: number }).temperature
    }
    if (Number.isNaN(sum)) throw new Error('the payloads have no temperature')
  }
}

function createDecodeAndParse(feed: Feed): () => void {
  const decoder = new TextDecoder()
  const payloads = feed.payloads.flatMap((batch) => batch.map(({ payload }) => payload))
  return createParse((payload) => decoder.decode(payload), payloads)
}
