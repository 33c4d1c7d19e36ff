import styles from './canvas.module.css'

const width = 56
const height = 14

/** The last minute of a node's rate. */
export function Sparkline({ values }: { readonly values: readonly number[] }) {
  const top = Math.max(...values, 1)
  const step = width / 59
  const start = width - (values.length - 1) * step
  const points = values.map((value, index) => {
    const x = start + index * step
    const y = height - 1.5 - (value / top) * (height - 3)
    return `${x.toFixed(1)},${y.toFixed(1)}`
  })
  return (
    <svg className={styles.sparkline} viewBox={`0 0 ${width} ${height}`} aria-hidden>
      {values.length > 1 && <polyline points={points.join(' ')} />}
    </svg>
  )
}
