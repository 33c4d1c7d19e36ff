/** Why a function or a field cannot be evaluated; the executor adds the place. */
export class Fault extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'Fault'
  }
}
