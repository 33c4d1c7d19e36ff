/** A payload, or one row of it, that cannot be decoded. The message is eKuiper's own text. */
export class DecodeError extends Error {
  readonly kind = 'decode-error'
  /** The same for people; rules that send their errors send the message. */
  readonly explanation: string

  constructor(message: string, explanation = message) {
    super(message)
    this.explanation = explanation
    this.name = 'DecodeError'
  }
}
