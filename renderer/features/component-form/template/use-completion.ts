import { useState } from 'react'
import {
  completeTemplate,
  isInAction,
  type Shape,
  type TemplateCompletion,
  type TemplateEdit,
} from '#engine/language'
import { opensList } from './typing.ts'

export interface OpenList {
  readonly choices: readonly TemplateCompletion[]
  readonly active: number
  /** Where in the text the word begins that a choice takes the place of. */
  readonly at: number
}

export interface Completion {
  readonly list: OpenList | undefined
  /** Offers what can stand at the caret, because it was asked for. */
  readonly ask: (text: string, caret: number) => void
  /** The same after typing: only where a list opens by itself. */
  readonly follow: (text: string, caret: number) => void
  readonly move: (by: number) => void
  readonly close: () => void
}

export function useCompletion(shapeOf: () => Shape): Completion {
  const [list, setList] = useState<OpenList>()
  const ask = (text: string, caret: number) => {
    const choices = completeTemplate(text, caret, shapeOf())
    const [only, second] = choices
    const isWritten = only !== undefined && second === undefined && isThere(only.edit, text)
    const at = Math.max(...choices.map(({ edit }) => edit.start))
    setList(choices.length === 0 || isWritten ? undefined : { choices, active: 0, at })
  }
  return {
    list,
    ask,
    follow(text, caret) {
      if (opensList(text, caret) && isInAction(text, caret)) ask(text, caret)
      else setList(undefined)
    },
    move(by) {
      if (list === undefined) return
      const count = list.choices.length
      setList({ ...list, active: (list.active + by + count) % count })
    },
    close: () => setList(undefined),
  }
}

function isThere({ start, end, text }: TemplateEdit, source: string): boolean {
  return source.slice(start, end) === text
}
