import type { ComponentType } from 'react'
import type { LanguageContext } from '../../state/language.ts'
import type { Problem } from '../../state/problems.ts'
import type { CanvasNode } from '../../state/ruleset.ts'

/** Parts of the inspector that are features of their own; the app puts them in. */
export interface InspectorSlots {
  readonly Form: ComponentType<FormSlotProps>
  readonly SqlEditor: ComponentType<SqlEditorSlotProps>
}

export interface FormSlotProps {
  readonly schema: Readonly<Record<string, unknown>>
  readonly values: Readonly<Record<string, unknown>>
  readonly errors: Readonly<Record<string, string>>
  readonly warnings?: Readonly<Record<string, string>>
  readonly onChange: (key: string, value: unknown) => void
}

export interface SqlEditorSlotProps {
  readonly label: string
  readonly value: string
  readonly context: LanguageContext
  readonly problems: readonly Problem[]
  /** Where the caret is to go; each serial once. */
  readonly focus?: { readonly serial: number; readonly offset: number } | undefined
  readonly onChange: (text: string) => void
}

export interface NodeFormProps<Node extends CanvasNode = CanvasNode> {
  readonly node: Node
  readonly slots: InspectorSlots
  readonly problems: readonly Problem[]
}
