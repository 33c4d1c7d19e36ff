/**
 * Takes the header of a csv file from the messages. The delimited format puts it in front of the first
 * one: the delimiter, the length of the header in four bytes, the header; then the row.
 */
export class CsvHeader {
  readonly #delimiter: Buffer
  #prefix: Buffer | undefined
  #text: string

  /** `fields` are the header where there are any: the messages bring none then. */
  constructor(delimiter: string, fields: readonly string[]) {
    this.#delimiter = Buffer.from(delimiter)
    this.#text = fields.join(delimiter)
  }

  /** Empty until a message has brought it. */
  get text(): string {
    return this.#text
  }

  /** The row of a message: without the header where the message brings it, also when it comes again. */
  rowOf(message: Buffer): Buffer {
    if (this.#prefix === undefined && this.#text === '') this.#read(message)
    const prefix = this.#prefix
    if (prefix === undefined || !message.subarray(0, prefix.length).equals(prefix)) return message
    return message.subarray(prefix.length)
  }

  #read(message: Buffer): void {
    const start = this.#delimiter.length + 4
    if (message.length < start) return
    if (!message.subarray(0, this.#delimiter.length).equals(this.#delimiter)) return
    const end = start + message.readUInt32BE(this.#delimiter.length)
    if (end > message.length) return
    this.#prefix = message.subarray(0, end)
    this.#text = message.subarray(start, end).toString()
  }
}
