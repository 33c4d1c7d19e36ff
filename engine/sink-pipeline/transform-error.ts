/** A result that the pipeline cannot bring to its sink: lost, counted and shown. The text is eKuiper's. */
export class TransformError extends Error {
  readonly kind = 'transform-error'
  /** The template that failed, where one did. */
  readonly template: FailedTemplate | undefined
  /** What follows from it that nobody expects. Never sent. */
  readonly hint: string | undefined
  constructor(message: string, template?: FailedTemplate, hint?: string) {
    super(message)
    this.name = 'TransformError'
    this.template = template
    this.hint = hint
  }
}

/** Where a template failed on what it was given. */
export interface FailedTemplate {
  /** The property that holds it, with dots into nested ones. */
  readonly property: string
  readonly source: string
  /** Offset in `source`. */
  readonly at: number
  readonly message: string
}
