import { FileCode2, FileDown, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { noSchemas, type SchemaReport } from '../../state/schemas-store.ts'
import { useDocument, useSchemaReports, useWorkspace } from '../../state/workspace.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Pill } from '../../ui/Pill.tsx'
import { NewSchema } from './NewSchema.tsx'
import { freeSchemaName, newSchemaText, removeSchema, setSchema } from './schema-edits.ts'
import { SchemaEditor } from './SchemaEditor.tsx'
import styles from './schemas.module.css'

export interface SchemasPanelProps {
  /** A request that failed. */
  readonly onFailure: (title: string, error: unknown) => void
}

/** The schemas of the project: what they declare, what is wrong with them, and their texts. */
export function SchemasPanel({ onFailure }: SchemasPanelProps) {
  const { client, document } = useWorkspace()
  const schemas = useDocument((state) => state.document.schemas) ?? noSchemas
  const reports = useSchemaReports()
  const [chosen, setChosen] = useState<string>()
  const [isCreating, setIsCreating] = useState(false)
  const files = Object.keys(schemas).toSorted()
  const shown = chosen !== undefined && files.includes(chosen) ? chosen : files[0]
  const reportOf = (file: string) => reports.find((report) => report.file === file)
  const add = (file: string, text: string) => {
    document.edit((project) => setSchema(project, file, text))
    setChosen(file)
    setIsCreating(false)
  }
  const importFile = () => {
    client.request('file.import', { kind: 'schema' }).then(
      (file) => {
        if (file !== null) add(freeSchemaName(file.name, files), file.text)
      },
      (error: unknown) => onFailure('The schema was not imported', error),
    )
  }
  return (
    <div className={styles.panel}>
      <div className={styles.bar}>
        <Button icon={Plus} onClick={() => setIsCreating(true)}>
          New schema
        </Button>
        <Button icon={FileDown} onClick={importFile}>
          Import a .proto file
        </Button>
        <span className={styles.grow} />
        {shown !== undefined && (
          <Button
            icon={Trash2}
            tone="danger"
            onClick={() => document.edit((project) => removeSchema(project, shown))}
          >
            Delete {shown}
          </Button>
        )}
      </div>
      {isCreating && (
        <NewSchema
          taken={files}
          onCreate={(file) => add(file, newSchemaText)}
          onCancel={() => setIsCreating(false)}
        />
      )}
      {shown === undefined ? (
        <EmptyState icon={FileCode2} title="No schemas yet">
          The format protobuf reads and writes messages that a .proto schema of the project
          describes.
        </EmptyState>
      ) : (
        <div className={styles.body}>
          <ul className={styles.list} aria-label="Schemas">
            {files.map((file) => (
              <li key={file}>
                <button
                  type="button"
                  className={styles.item}
                  aria-current={file === shown}
                  onClick={() => setChosen(file)}
                >
                  <span className={styles.name}>{file}</span>
                  <Finding report={reportOf(file)} />
                </button>
              </li>
            ))}
          </ul>
          <SchemaEditor
            key={shown}
            file={shown}
            text={schemas[shown] ?? ''}
            report={reportOf(shown)}
            onChange={(text) =>
              document.edit((project) => setSchema(project, shown, text), {
                group: `schema ${shown}`,
              })
            }
          />
        </div>
      )}
    </div>
  )
}

function Finding({ report }: { readonly report: SchemaReport | undefined }) {
  if (report === undefined) return null
  if (report.problems.length > 0) return <Pill tone="error">error</Pill>
  const count = report.messages.length
  return <Pill>{count === 1 ? '1 message' : `${count} messages`}</Pill>
}
