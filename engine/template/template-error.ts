/**
 * A template that failed on its data. The message is Go's; `written` is what it had put out until then,
 * `at` the offset in its text.
 */
export class TemplateError extends Error {
  readonly kind = 'template-error'
  readonly written: string
  readonly at: number
  constructor(message: string, written: string, at: number) {
    super(message)
    this.name = 'TemplateError'
    this.written = written
    this.at = at
  }
}
