/** Data that a format cannot write: the message is lost and counted, the rule goes on. */
export class EncodeError extends Error {
  readonly kind = 'encode-error'
  constructor(message: string) {
    super(message)
    this.name = 'EncodeError'
  }
}
