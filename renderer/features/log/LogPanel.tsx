import { ScrollText } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { formatClock } from '../../lib/format.ts'
import { useDocument, useRun, useWorkspace } from '../../state/workspace.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { useVirtualList } from '../../ui/use-virtual-list.ts'
import styles from './log.module.css'

type Level = 'all' | 'warn' | 'error'

const levels: readonly { readonly value: Level; readonly label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'warn', label: 'Warnings' },
  { value: 'error', label: 'Errors' },
]

const lineHeight = 22

/** What the engine and the log sinks said, newest first. */
export function LogPanel() {
  const { log } = useWorkspace()
  const lines = useStore(log, (state) => state.lines)
  const nameOf = useNodeNames()
  const [level, setLevel] = useState<Level>('all')
  const shown = useMemo(
    () =>
      lines
        .filter((line) => level === 'all' || line.level === 'error' || line.level === level)
        .toReversed(),
    [lines, level],
  )
  const { scroller, height, items } = useVirtualList(shown.length, lineHeight)
  return (
    <div className={styles.panel}>
      <div className={styles.bar}>
        <Segmented label="Level" value={level} options={levels} onChange={setLevel} />
        <span className={styles.grow} />
        <Button onClick={() => log.clear()}>Clear</Button>
      </div>
      {shown.length === 0 ? (
        <EmptyState icon={ScrollText} title="Nothing was logged">
          Rows of log sinks and messages of sources and sinks are shown here.
        </EmptyState>
      ) : (
        <div className={styles.scroller} ref={scroller} role="log" aria-label="Log" tabIndex={0}>
          <div className={styles.lines} style={{ height: height }}>
            {items.map((item) => {
              const line = shown[item.index]
              if (line === undefined) return null
              return (
                <div
                  key={line.number}
                  className={`${styles.line ?? ''} mono selectable-text`}
                  style={{ transform: `translateY(${item.top}px)` }}
                  title={line.message}
                >
                  <time>{formatClock(line.at)}</time>
                  <span data-level={line.level}>{line.level}</span>
                  <span className={styles.node} title={line.node}>
                    {nameOf(line.node)}
                  </span>
                  {line.message}
                </div>
              )
            })}
          </div>
        </div>
      )}
    </div>
  )
}

/** What the canvas calls a node of the run. */
function useNodeNames(): (runNode: string) => string {
  const nodes = useDocument((state) => state.document.nodes)
  const canvasNodes = useRun((state) => state.canvasNodes)
  return (runNode) => {
    const id = canvasNodes.get(runNode)
    return nodes.find((node) => node.id === id)?.name ?? runNode
  }
}
