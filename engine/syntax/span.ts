/** A range of a text in UTF-16 code units: `start` included, `end` not. */
export interface Span {
  readonly start: number
  readonly end: number
}
