import { useRef } from 'react'
import type { SchemaReport } from '../../state/schemas-store.ts'
import { TextArea } from '../../ui/TextInput.tsx'
import { offsetOf } from './schema-edits.ts'
import styles from './schemas.module.css'

interface SchemaEditorProps {
  readonly file: string
  readonly text: string
  readonly report: SchemaReport | undefined
  readonly onChange: (text: string) => void
}

/** The text of one schema, and what was found in it. */
export function SchemaEditor({ file, text, report, onChange }: SchemaEditorProps) {
  const area = useRef<HTMLTextAreaElement>(null)
  const problems = report?.problems ?? []
  const name = file.replace(/\.[^.]*$/, '')
  const goTo = (line: number, column: number) => {
    const offset = offsetOf(text, line, column)
    area.current?.focus()
    area.current?.setSelectionRange(offset, offset)
  }
  return (
    <div className={styles.editor}>
      {problems.map((problem) => (
        <p key={`${problem.file} ${problem.message}`} className={styles.problem} role="alert">
          <button
            type="button"
            className={styles.place}
            disabled={problem.file !== name}
            onClick={() => goTo(problem.line, problem.column)}
          >
            {problem.file}:{problem.line}:{problem.column}
          </button>{' '}
          {problem.message}
        </p>
      ))}
      {problems.length === 0 && report !== undefined && (
        <p className={styles.messages}>
          {report.messages.length === 0
            ? 'It declares no message.'
            : report.messages.map((message) => (
                <code key={message} className="selectable-text">
                  {name}.{message}
                </code>
              ))}
        </p>
      )}
      <TextArea
        ref={area}
        className={styles.text}
        isData
        isInvalid={problems.length > 0}
        aria-label={`Text of ${file}`}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}
