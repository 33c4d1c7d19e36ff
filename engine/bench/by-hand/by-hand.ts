import { Consumer } from '../consumer.ts'
import { batchMs, type Feed } from '../feed.ts'
import type { Query } from '../queries.ts'
import type { Runnable } from '../runnable.ts'
import { joining } from './join.ts'
import type { Emit, HandWritten } from './reading.ts'
import { filterAndProject, hundredRules, projectWide } from './single-rows.ts'
import { hopping, sliding, tumbling } from './windows.ts'

const written: Readonly<Record<string, (emit: Emit) => HandWritten>> = {
  'filter+project': filterAndProject,
  '20 columns, functions': projectWide,
  'tumbling by key': tumbling,
  'hopping by key': hopping,
  sliding,
  'window join': joining,
  '100 rules, one stream': hundredRules,
}

/** The query as a programmer would write it over the same batches of objects, with the same answers. */
export function createHandRun(query: Query, feed: Feed): Runnable {
  const consumer = new Consumer(query.column)
  const create = written[query.name]
  if (create === undefined) throw new Error(`nobody wrote ${query.name} by hand`)
  const hand = create((results) => {
    consumer.take(results)
  })
  let now = 0
  return {
    consumer,
    pass: () => {
      for (let i = 0; i < feed.rows.length; i++) {
        now += batchMs
        hand.batch(feed.rows[i] ?? [], now, i % query.streams)
      }
    },
  }
}
