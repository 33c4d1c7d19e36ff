import type { StreamDefinition } from '../../catalog/stream.ts'
import { reasonOf } from '../operators/rule-frame.ts'
import { RuleRow } from '../rule-row.ts'
import type { ViewRows } from '../row-view.ts'
import { createEventTime } from '../streams/event-time.ts'
import type { StreamRun } from '../streams/stream-run.ts'
import type { RuleShell } from './rule-shell.ts'

/** In event time a row has its own time; one without is an error. */
export function createTimedView(
  definition: StreamDefinition,
  stream: StreamRun,
  shell: RuleShell,
  view: ViewRows,
): ViewRows {
  const read = createEventTime(definition)
  const slot = stream.layout.slots.get(definition.timestampColumn ?? '') ?? -1
  return (batch) => {
    const timed: RuleRow[] = []
    for (const row of batch) {
      try {
        const timestamp = read(row.slots[slot], () => stream.recordOf(row))
        timed.push(new RuleRow(row.slots, row.fields, timestamp, row.metadata, row.source))
      } catch (error) {
        shell.fail(reasonOf(error), row)
      }
    }
    return view(timed)
  }
}
