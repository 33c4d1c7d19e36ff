import { useEffect, useRef, useState } from 'react'
import type { LanguageContext } from '../../state/language.ts'
import type { Problem } from '../../state/problems.ts'
import { useResolvedThemeName } from '../../ui/use-theme-name.ts'
import { ColouredSql } from './ColouredSql.tsx'
import type { SqlEditorHandle } from './monaco-editor.ts'
import styles from './sql-editor.module.css'

interface SqlEditorProps {
  readonly label: string
  readonly value: string
  readonly context: LanguageContext
  readonly problems: readonly Problem[]
  readonly focus?: { readonly serial: number; readonly offset: number } | undefined
  readonly onChange: (text: string) => void
}

/** Monaco, loaded when it is first needed; until then the same text, coloured the same. */
export function SqlEditor(props: SqlEditorProps) {
  const { label, value, context, problems, focus } = props
  const host = useRef<HTMLDivElement>(null)
  const latest = useRef(props)
  const [editor, setEditor] = useState<SqlEditorHandle>()
  const theme = useResolvedThemeName()
  useEffect(() => {
    latest.current = props
  })
  useEffect(() => {
    let isGone = false
    let opened: SqlEditorHandle | undefined
    void import('./monaco-editor.ts').then(({ openSqlEditor }) => {
      if (isGone || host.current === null) return
      opened = openSqlEditor(host.current, {
        label: latest.current.label,
        value: latest.current.value,
        context: () => latest.current.context,
        onChange: (text) => latest.current.onChange(text),
      })
      setEditor(opened)
    })
    return () => {
      isGone = true
      opened?.close()
      setEditor(undefined)
    }
  }, [])
  useEffect(() => {
    editor?.setTheme(theme)
  }, [editor, theme])
  useEffect(() => {
    editor?.setLabel(label)
  }, [editor, label])
  useEffect(() => {
    editor?.setValue(value)
  }, [editor, value])
  useEffect(() => {
    editor?.setProblems(problems)
  }, [editor, problems])
  useEffect(() => {
    editor?.refresh()
  }, [editor, context])
  const serial = focus?.serial
  useEffect(() => {
    if (serial !== undefined) editor?.focusAt(latest.current.focus?.offset ?? 0)
  }, [editor, serial])
  return (
    <>
      <div className={styles.head}>
        <span>SQL</span>
        <button
          type="button"
          title="Format (Shift+Alt+F)"
          disabled={editor === undefined}
          onClick={() => editor?.format()}
        >
          Format
        </button>
      </div>
      {/* React Flow takes Space for itself everywhere but in fields and in `nokey`. */}
      <div className={`${styles.frame ?? ''} nokey`}>
        <div ref={host} className={styles.host} data-open={editor !== undefined || undefined} />
        {editor === undefined && <ColouredSql text={value} />}
      </div>
    </>
  )
}
