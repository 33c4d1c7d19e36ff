import { Select } from '@mantine/core'
import { Plus, X } from 'lucide-react'
import type { ColumnSeen } from '../../state/columns-seen.ts'
import type { FormColumn } from '../../state/ruleset.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Pill } from '../../ui/Pill.tsx'
import { CollapsibleSection } from '../../ui/Section.tsx'
import { TextInput } from '../../ui/TextInput.tsx'
import styles from './inspector.module.css'

interface ColumnsEditorProps {
  readonly columns: readonly FormColumn[]
  /** What its rows showed, to be declared with one click. */
  readonly seen: readonly ColumnSeen[]
  readonly onChange: (columns: readonly FormColumn[]) => void
}

const types = [
  'BIGINT',
  'FLOAT',
  'STRING',
  'BOOLEAN',
  'DATETIME',
  'BYTEA',
  'ARRAY(STRING)',
  'ARRAY(FLOAT)',
]

/** The declared columns of a stream. */
export function ColumnsEditor({ columns, seen, onChange }: ColumnsEditorProps) {
  const change = (index: number, column: FormColumn) => onChange(columns.with(index, column))
  return (
    <CollapsibleSection
      title="Columns"
      isOpenAtFirst
      end={columns.length > 0 ? <Pill>{columns.length} declared</Pill> : undefined}
    >
      {columns.length === 0 && (
        <p className={styles.note}>None declared: every field of a message becomes a column.</p>
      )}
      {columns.map((column, index) => (
        <div className={styles.column} key={index}>
          <TextInput
            isData
            aria-label={`Column ${index + 1} name`}
            value={column.name}
            onChange={(event) => change(index, { ...column, name: event.target.value })}
          />
          <Select
            aria-label={`Column ${index + 1} type`}
            data={types.includes(column.type) ? types : [...types, column.type]}
            value={column.type}
            allowDeselect={false}
            onChange={(type) => {
              if (type !== null) change(index, { ...column, type })
            }}
          />
          <IconButton
            icon={X}
            label={`Remove column ${column.name}`}
            tone="quiet"
            onClick={() => onChange(columns.toSpliced(index, 1))}
          />
        </div>
      ))}
      <div className={styles.actions}>
        <Button icon={Plus} onClick={() => onChange([...columns, newColumn(columns)])}>
          Column
        </Button>
        {columns.length === 0 && seen.length > 0 && (
          <Button onClick={() => onChange(seen.map(declared))}>
            Declare the {seen.length} seen
          </Button>
        )}
      </div>
    </CollapsibleSection>
  )
}

function newColumn(columns: readonly FormColumn[]): FormColumn {
  return { name: `column${columns.length + 1}`, type: 'STRING' }
}

const sqlTypes: Readonly<Record<string, string>> = {
  bigint: 'BIGINT',
  float: 'FLOAT',
  boolean: 'BOOLEAN',
  array: 'ARRAY(STRING)',
}

/** Numbers with and without fraction were seen: FLOAT holds both. */
function declared({ name, type }: ColumnSeen): FormColumn {
  if (type.includes('float')) return { name, type: 'FLOAT' }
  return { name, type: sqlTypes[type.split(' | ')[0] ?? ''] ?? 'STRING' }
}
