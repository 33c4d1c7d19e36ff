import type { Clock } from '#engine/api'
import type { EngineLogLine } from '#engine'

const linesPerSecond = 50

/**
 * Lets the first lines of every node in each second through and says how many more there were, so that
 * a sink that logs every row floods neither the processes nor the window.
 */
export function createLogThrottle(
  clock: Clock,
  send: (line: EngineLogLine) => void,
): (line: EngineLogLine) => void {
  const counts = new Map<string, number>()
  const endSecond = (at: number, node: string): void => {
    const left = (counts.get(node) ?? 0) - linesPerSecond
    counts.delete(node)
    if (left <= 0) return
    const what = left === 1 ? '1 more line' : `${left} more lines`
    send({ at, level: 'info', node, message: `${what} in this second left out` })
  }
  return (line) => {
    const { node } = line
    const count = (counts.get(node) ?? 0) + 1
    counts.set(node, count)
    if (count === 1) clock.schedule(clock.now() + 1000, (at) => endSecond(at, node))
    if (count <= linesPerSecond) send(line)
  }
}
