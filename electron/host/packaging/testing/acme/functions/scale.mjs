/** Does what the function of the recorded sessions did. */
export class Scale {
  validate(args) {
    if (args.length !== 2) return 'scale needs 2 arguments'
    return undefined
  }

  exec([value, factor]) {
    if (factor === -2) throw new Error('negative factor')
    if (factor === -4) return new Map()
    if (factor === -5) return null
    if (typeof value !== 'number') throw new Error(`scale of ${value}`)
    return value * factor
  }
}
