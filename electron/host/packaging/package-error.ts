/** A path or name that cannot become a package; the message says what to do. */
export class PackageError extends Error {
  readonly kind = 'package-error'
  constructor(message: string) {
    super(message)
    this.name = 'PackageError'
  }
}
