const KEPT_LINES = 50
const SHOWN_LINES = 4
const MAX_LINE = 2_000

/** The last lines that a process wrote, for the message about its end. */
export class OutputTail {
  readonly #onLine: (line: string) => void
  #lines: string[] = []
  readonly #partial = { stdout: '', stderr: '' }

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine
  }

  add(stream: 'stdout' | 'stderr', text: string): void {
    const lines = (this.#partial[stream] + text).split('\n')
    this.#partial[stream] = (lines.pop() ?? '').slice(-MAX_LINE)
    for (const line of lines) this.#push(line)
  }

  /** What was written without a line end belongs to the last words, too. */
  flush(): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      this.#push(this.#partial[stream])
      this.#partial[stream] = ''
    }
  }

  get lines(): readonly string[] {
    return this.#lines
  }

  /** The last lines as the end of a sentence; empty where nothing was written. */
  describe(): string {
    const shown = this.#lines.slice(-SHOWN_LINES)
    return shown.length > 0 ? `; its last output: ${shown.join(' | ')}` : ''
  }

  clear(): void {
    this.#lines = []
  }

  #push(line: string): void {
    const text = line.trimEnd().slice(0, MAX_LINE)
    if (text === '') return
    this.#lines.push(text)
    if (this.#lines.length > KEPT_LINES) this.#lines.shift()
    this.#onLine(text)
  }
}
