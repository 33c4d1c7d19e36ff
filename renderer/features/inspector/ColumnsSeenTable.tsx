import type { ColumnSeen } from '../../state/columns-seen.ts'
import { Pill } from '../../ui/Pill.tsx'
import { Section } from '../../ui/Section.tsx'
import styles from './inspector.module.css'

interface ColumnsSeenTableProps {
  readonly title: string
  readonly columns: readonly ColumnSeen[]
}

export function ColumnsSeenTable({ title, columns }: ColumnsSeenTableProps) {
  if (columns.length === 0) return null
  return (
    <Section title={title} end={<Pill>seen live</Pill>}>
      <table className={`${styles.seen ?? ''} mono selectable-text`} aria-label={title}>
        <tbody>
          {columns.map(({ name, type, values }) => (
            <tr key={name}>
              <td title={name}>{name}</td>
              <td title={type}>{type}</td>
              <td title={values}>{values}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  )
}
