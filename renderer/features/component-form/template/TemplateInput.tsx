import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react'
import { highlightTemplate, type Shape, type TemplateMark } from '#engine/language'
import { CompletionList } from './CompletionList.tsx'
import { MarkTip, useMarkTip } from './MarkTip.tsx'
import { segmentsOf } from './segments.ts'
import styles from './template.module.css'
import { typeKey, type Written } from './typing.ts'
import { useCompletion } from './use-completion.ts'

interface TemplateInputProps {
  readonly id?: string | undefined
  readonly label?: string | undefined
  readonly value: string
  readonly placeholder?: string | undefined
  /** Whether line breaks may be written. */
  readonly isMultiline: boolean
  readonly isInvalid?: boolean
  readonly isRequired?: boolean | undefined
  readonly describedBy?: string | undefined
  readonly marks: readonly TemplateMark[]
  readonly shapeOf: () => Shape
  readonly onChange: (text: string) => void
}

/**
 * A text field for templates. It is the browser's own field, so that its label, Tab and screen readers work as
 * everywhere; the colours are the same text behind it.
 */
export function TemplateInput(props: TemplateInputProps) {
  const { value, isMultiline, isInvalid = false, marks, shapeOf, onChange } = props
  const field = useRef<HTMLTextAreaElement>(null)
  const colours = useRef<HTMLPreElement>(null)
  const listId = useId()
  const completion = useCompletion(shapeOf)
  const write = useWritten(field, onChange)
  const tip = useMarkTip(colours)
  const { list } = completion
  const choose = (index: number) => {
    const choice = list?.choices[index]
    if (choice === undefined) return
    const { start, end, text, caret } = choice.edit
    const next = value.slice(0, start) + text + value.slice(end)
    write({ text: next, caret })
    // `if ` and `printf ` want to know what for.
    if (next[caret - 1] === ' ') completion.ask(next, caret)
    else completion.close()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const { selectionStart: caret, selectionEnd: end } = event.currentTarget
    if (list !== undefined && isListKey(event.key)) {
      event.preventDefault()
      event.stopPropagation()
      if (event.key === 'Escape') completion.close()
      else if (event.key === 'ArrowDown') completion.move(1)
      else if (event.key === 'ArrowUp') completion.move(-1)
      else choose(list.active)
      return
    }
    if (/^(Arrow|Home|End|Page)/.test(event.key)) completion.close()
    if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault()
      completion.ask(value, caret)
    } else if (event.key === 'Enter' && !isMultiline) event.preventDefault()
    else if (caret === end && !event.ctrlKey && !event.metaKey) {
      const written = typeKey(event.key, value, caret)
      if (written === undefined) return
      event.preventDefault()
      write(written)
      completion.follow(written.text, written.caret)
    }
  }
  return (
    <div className={styles.frame} data-invalid={isInvalid || undefined} data-lines={isMultiline}>
      <div className={styles.stack}>
        <pre ref={colours} className={styles.colours} aria-hidden>
          {segmentsOf(value, highlightTemplate(value), marks).map((segment) => (
            <span
              key={segment.start}
              className={segment.class === undefined ? undefined : `template-${segment.class}`}
              data-message={segment.message}
            >
              {segment.text}
            </span>
          ))}
          {'\n'}
        </pre>
        <textarea
          ref={field}
          id={props.id}
          aria-label={props.label}
          rows={1}
          spellCheck={false}
          autoComplete="off"
          value={value}
          placeholder={props.placeholder}
          aria-invalid={isInvalid || undefined}
          aria-required={props.isRequired}
          aria-describedby={props.describedBy}
          aria-autocomplete="list"
          aria-controls={list === undefined ? undefined : listId}
          aria-activedescendant={list === undefined ? undefined : `${listId}-${list.active}`}
          onKeyDown={onKeyDown}
          onChange={({ target }) => {
            const text = isMultiline ? target.value : target.value.replace(/[\r\n]+/g, '')
            onChange(text)
            completion.follow(text, target.selectionStart)
          }}
          onClick={completion.close}
          onBlur={completion.close}
          onMouseMove={tip.follow}
          onMouseLeave={tip.hide}
        />
      </div>
      {list !== undefined && (
        <CompletionList
          id={listId}
          list={list}
          shown={colours}
          onChoose={(choice) => choose(list.choices.indexOf(choice))}
        />
      )}
      <MarkTip tip={tip.shown} />
      <span className={styles.count} role="status">
        {list === undefined ? '' : `${list.choices.length} suggestions`}
      </span>
    </div>
  )
}

function isListKey(key: string): boolean {
  return ['Escape', 'ArrowDown', 'ArrowUp', 'Enter', 'Tab'].includes(key)
}

/** Writes a text and puts the caret where it belongs once the field shows it. */
function useWritten(
  field: React.RefObject<HTMLTextAreaElement | null>,
  onChange: (text: string) => void,
): (written: Written) => void {
  const [written, setWritten] = useState<Written>()
  useLayoutEffect(() => {
    if (written === undefined || field.current?.value !== written.text) return
    field.current.setSelectionRange(written.caret, written.caret)
  }, [field, written])
  return (next) => {
    onChange(next.text)
    setWritten(next)
  }
}
