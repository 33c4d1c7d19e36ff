/** A payload, or one row of it, that cannot be decoded. The message is eKuiper's own text. */
export class DecodeError extends Error {
  readonly kind = 'decode-error'
  constructor(message: string) {
    super(message)
    this.name = 'DecodeError'
  }
}
