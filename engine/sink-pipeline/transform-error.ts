/** A result that the pipeline cannot bring to its sink: lost, counted and shown. The text is eKuiper's. */
export class TransformError extends Error {
  readonly kind = 'transform-error'
  constructor(message: string) {
    super(message)
    this.name = 'TransformError'
  }
}
