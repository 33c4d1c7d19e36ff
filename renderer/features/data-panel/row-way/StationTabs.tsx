import { ChevronRight } from 'lucide-react'
import { Fragment } from 'react'
import type { RowWayView } from '#ipc/row-way'
import { moveByKey } from '../../../ui/move-by-key.ts'
import styles from './row-way.module.css'
import { stations, statusOf, toneOf, type Station } from './way-text.ts'

const titles: Readonly<Record<Station, string>> = {
  row: 'Row',
  result: 'Result',
  message: 'Message',
  answer: 'Answer',
}

interface StationTabsProps {
  readonly way: RowWayView
  readonly value: Station
  readonly onChange: (station: Station) => void
}

/** The way as a line of stations, of which one is shown below; how it stands is always to be seen. */
export function StationTabs({ way, value, onChange }: StationTabsProps) {
  return (
    <div className={styles.line}>
      <div className={styles.stations} role="tablist" aria-label="The row's way">
        {stations.map((station, index) => (
          <Fragment key={station}>
            {index > 0 && <ChevronRight size={12} aria-hidden="true" />}
            <button
              type="button"
              role="tab"
              aria-selected={station === value}
              tabIndex={station === value ? 0 : -1}
              onClick={() => onChange(station)}
              onKeyDown={(event) => moveByKey(event, stations, value, onChange)}
            >
              {titles[station]}
            </button>
          </Fragment>
        ))}
      </div>
      <span
        className={styles.status}
        data-tone={way.message === undefined ? 'lost' : toneOf(way.message)}
      >
        {statusOf(way)}
      </span>
    </div>
  )
}
