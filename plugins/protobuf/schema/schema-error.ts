/** Where a schema is wrong. Lines and columns count from one. */
export interface SchemaPlace {
  /** The schema's name in the project, without `.proto`. */
  readonly file: string
  readonly line: number
  readonly column: number
}

/** A `.proto` text that cannot be used. `text` is the reason without its place, `message` has both. */
export class SchemaError extends Error {
  readonly place: SchemaPlace
  readonly text: string

  constructor(place: SchemaPlace, text: string) {
    super(`${place.file}.proto:${String(place.line)}:${String(place.column)}: ${text}`)
    this.name = 'SchemaError'
    this.place = place
    this.text = text
  }
}
