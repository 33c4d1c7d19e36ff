import { createMemoryBacklog, type Backlog, type MemoryBacklogOptions } from './backlog.ts'
import type { RuleHold } from './rule-hold.ts'

/**
 * Messages of an action with `disableBufferFullDiscard`: none is dropped, and while `bufferLength` of
 * them wait the rule is held, so that there is never much more than one result beyond it.
 */
export function createHoldingBacklog(
  { bufferLength, dropped }: MemoryBacklogOptions,
  hold: RuleHold,
): Backlog {
  const backlog = createMemoryBacklog({ bufferLength: Infinity, dropped })
  hold.watch(() => bufferLength - backlog.length)
  return {
    get length() {
      return backlog.length
    },
    push: (message) => {
      backlog.push(message)
    },
    pass: (message) => {
      backlog.pass?.(message)
    },
    take: (count) => backlog.take(count),
    settle(count) {
      backlog.settle(count)
      // Not in `take`: its caller has not handed on what it took, and new messages would pass it.
      hold.shortened()
    },
    putBack: () => {
      backlog.putBack()
    },
    close: () => {
      backlog.close()
    },
  }
}
