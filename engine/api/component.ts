/** What the palette, the form and the documentation say about a component. */
export interface ComponentDescription {
  /** eKuiper's name: the TYPE of a stream, the key of an action. */
  readonly type: string
  readonly title: string
  /** One line, present tense, ends with a full stop. */
  readonly summary: string
  /** Further words the palette's search finds it by. */
  readonly keywords?: readonly string[]
  /** A lucide icon name in kebab case, or a picture as a data URL; the category's icon where absent. */
  readonly icon?: string
  readonly examples: readonly ComponentExample[]
  /**
   * Why it cannot run here, as sentences for the user: rules with it are drawn, checked and exported, and a
   * run that has it starts without it. Its `open` then rejects with the same text.
   */
  readonly unavailable?: string
}

/** Checked by a test: every example passes the component's own schema. */
export interface ComponentExample {
  readonly title: string
  readonly datasource?: string
  readonly properties: Readonly<Record<string, unknown>>
}

/**
 * Hints for the form, given as `.meta({ ... })` on a property's schema; they survive into JSON Schema.
 * `title` and `description` there are the label and the help text.
 */
export interface PropertyHints {
  readonly title?: string
  readonly description?: string
  /** Group heading in the form; properties without one come first. */
  readonly group?: 'Connection' | 'Target' | 'Payload' | 'Reliability' | 'Advanced'
  /** A text is kept outside the project, write-only in the form, and shown nowhere; anything else is masked. */
  readonly secret?: boolean
  readonly widget?:
    'text' | 'code' | 'template' | 'topic' | 'file' | 'duration' | 'rows' | 'key-values'
  readonly placeholder?: string
  /** What a new node starts with, where the property is required and no default can be right. */
  readonly starter?: unknown
  /** What to say where the value does not have the form that the schema's pattern asks for. */
  readonly patternMessage?: string
  /** Show only while another property has one of these values. */
  readonly visibleIf?: { readonly property: string; readonly values: readonly unknown[] }
  /** The texts of an enum may be written in any case. */
  readonly anyCase?: boolean
  /** The property may hold `{{.field}}` and is then evaluated for each row. */
  readonly dynamic?: boolean
}
