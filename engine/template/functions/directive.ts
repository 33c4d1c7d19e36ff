/** One `%` directive of a format. */
export interface Directive {
  readonly letter: string
  readonly width: number | undefined
  readonly precision: number | undefined
  readonly isLeft: boolean
  readonly isZero: boolean
  readonly isBlank: boolean
  readonly isPlus: boolean
  readonly isSharp: boolean
  /** `%#v`. */
  readonly isSyntax: boolean
}
