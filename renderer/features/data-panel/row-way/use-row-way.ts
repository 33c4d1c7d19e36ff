import { useEffect, useState } from 'react'
import type { RowWayView } from '#ipc/row-way'
import { useWorkspace } from '../../../state/workspace.ts'
import { isSettled } from './way-text.ts'

/** What became of a row of a sink; asked again with every change at its node until it is settled. */
export function useRowWay(runNode: string | undefined, number: number): RowWayView | undefined {
  const { rows } = useWorkspace()
  const [way, setWay] = useState<RowWayView>()
  useEffect(() => {
    if (runNode === undefined) return undefined
    let isOver = false
    let isAsking = false
    let isStale = false
    const end = () => {
      isOver = true
      stopWatching()
    }
    const ask = async () => {
      isStale = isAsking
      if (isAsking || isOver) return
      isAsking = true
      const answer = await rows.readWay(runNode, number)
      isAsking = false
      if (isOver) return
      // A row that the host let go in the meantime stays as it was last seen.
      if (answer !== undefined) setWay(answer)
      if (answer === undefined || isSettled(answer)) end()
      else if (isStale) void ask()
    }
    const stopWatching = rows.watch(runNode, () => void ask())
    void ask()
    return end
  }, [rows, runNode, number])
  return way
}
