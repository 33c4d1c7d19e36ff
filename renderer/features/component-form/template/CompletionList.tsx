import { useLayoutEffect, useRef, type RefObject } from 'react'
import { createPortal } from 'react-dom'
import type { TemplateCompletion } from '#engine/language'
import styles from './template.module.css'
import { rectangleAt } from './text-place.ts'
import type { OpenList } from './use-completion.ts'

interface CompletionListProps {
  readonly id: string
  readonly list: OpenList
  /** The text as it is shown. */
  readonly shown: RefObject<HTMLElement | null>
  readonly onChoose: (choice: TemplateCompletion) => void
}

const width = 340
const letters = { column: 'c', variable: '$', function: 'f', keyword: 'k' } as const

/** What can be written at the caret, under its word. The focus stays in the text. */
export function CompletionList({ id, list, shown, onChoose }: CompletionListProps) {
  const popup = useRef<HTMLDivElement>(null)
  const chosen = useRef<HTMLLIElement>(null)
  const active = list.choices[list.active]
  useLayoutEffect(() => {
    if (popup.current !== null) place(popup.current, rectangleAt(shown.current, list.at))
    chosen.current?.scrollIntoView({ block: 'nearest' })
  }, [list, shown])
  return createPortal(
    <div ref={popup} className={styles.popup}>
      <ul id={id} role="listbox" aria-label="Suggestions">
        {list.choices.map((choice, index) => (
          <li
            key={`${choice.kind} ${choice.label}`}
            id={`${id}-${index}`}
            role="option"
            aria-selected={choice === active}
            ref={choice === active ? chosen : undefined}
            onMouseDown={(event) => {
              event.preventDefault()
              onChoose(choice)
            }}
          >
            <i data-kind={choice.kind} aria-hidden>
              {letters[choice.kind]}
            </i>
            <b>{choice.label}</b>
            <small>{choice.kind === 'function' ? '' : choice.detail}</small>
          </li>
        ))}
      </ul>
      {active !== undefined && <Help choice={active} />}
    </div>,
    document.body,
  )
}

function Help({
  choice: { kind, detail, documentation },
}: {
  readonly choice: TemplateCompletion
}) {
  const form = kind === 'function' || kind === 'keyword' ? detail : ''
  if (form === '' && documentation === '') return null
  return (
    <p className={styles.help}>
      {form !== '' && <code>{form}</code>}
      {documentation}
    </p>
  )
}

/** Under the word, or above it where there is no room. */
function place({ style, offsetHeight }: HTMLElement, word: DOMRect): void {
  const isBelow = word.bottom + offsetHeight + 8 < window.innerHeight
  style.width = `${width}px`
  style.left = `${Math.max(8, Math.min(word.left - 26, window.innerWidth - width - 8))}px`
  style.top = isBelow ? `${word.bottom + 4}px` : ''
  style.bottom = isBelow ? '' : `${window.innerHeight - word.top + 4}px`
}
