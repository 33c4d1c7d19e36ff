/** A file that cannot be used at all; the message names it. */
export class InputError extends Error {
  readonly kind = 'input-error'
}
