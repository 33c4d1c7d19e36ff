import type { FormColumn } from '../../state/ruleset.ts'
import { Button } from '../../ui/Button.tsx'
import { Pill } from '../../ui/Pill.tsx'
import { CollapsibleSection } from '../../ui/Section.tsx'
import styles from './inspector.module.css'

interface SchemaColumnsTableProps {
  readonly schemaId: string
  readonly columns: readonly FormColumn[]
  /** How many columns the statement declares, which do not count. */
  readonly declaredCount: number
  readonly onRemoveDeclared: () => void
}

/** The columns that a stream has from its schema: only the schema changes them. */
export function SchemaColumnsTable({
  schemaId,
  columns,
  declaredCount,
  onRemoveDeclared,
}: SchemaColumnsTableProps) {
  return (
    <CollapsibleSection title="Columns" isOpenAtFirst end={<Pill>from schema</Pill>}>
      {columns.length === 0 ? (
        <p className={styles.note}>The message {schemaId} has no fields.</p>
      ) : (
        <table
          className={`${styles.schemaColumns ?? ''} mono selectable-text`}
          aria-label={`Columns of ${schemaId}`}
        >
          <tbody>
            {columns.map(({ name, type }) => (
              <tr key={name}>
                <td title={name}>{name}</td>
                <td title={type}>{type}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {declaredCount > 0 && (
        <>
          <p className={styles.note}>
            {declaredCount === 1
              ? 'The declared column does'
              : `The ${declaredCount} declared columns do`}{' '}
            not count: the schema has the columns.
          </p>
          <div className={styles.actions}>
            <Button onClick={onRemoveDeclared}>Remove declared</Button>
          </div>
        </>
      )}
    </CollapsibleSection>
  )
}
