import { formatClock, shorten } from '../../lib/format.ts'
import { useVirtualList } from '../../ui/use-virtual-list.ts'
import styles from './data-panel.module.css'
import { selectByKey, type RowListProps } from './RowTable.tsx'

const lineHeight = 22
/** Wider than any window. */
const lineLength = 1000

/** Rows as one line of JSON each. */
export function RowLines({ label, rows, selected, onSelect, onScrolled }: RowListProps) {
  const { scroller, height, items, scrollTo } = useVirtualList(rows.length, lineHeight)
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="listbox"
      aria-label={label}
      tabIndex={0}
      onScroll={(event) => onScrolled(event.currentTarget.scrollTop < 4)}
      onKeyDown={(event) => selectByKey(event, rows, selected, onSelect, scrollTo)}
    >
      <div className={styles.rows} style={{ height: height }}>
        {items.map((item) => {
          const row = rows[item.index]
          if (row === undefined) return null
          return (
            <div
              key={row.number}
              className={`${styles.jsonLine ?? ''} mono`}
              role="option"
              aria-selected={row.number === selected}
              data-row-number={row.number}
              style={{ transform: `translateY(${item.top}px)` }}
              onClick={() => onSelect(row.number === selected ? undefined : row.number)}
            >
              <time>{formatClock(row.at)}</time>
              {shorten(row.json ?? row.message ?? '', lineLength)}
            </div>
          )
        })}
      </div>
    </div>
  )
}
