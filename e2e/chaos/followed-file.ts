import { closeSync, openSync, readSync } from 'node:fs'

/** Reads the lines that another process appends to a file. */
export class FollowedFile {
  private readonly file: number
  private readonly takeLine: (line: string) => void
  private readonly buffer = Buffer.alloc(65_536)
  private rest = ''

  /** The file is made where there is none. */
  constructor(path: string, takeLine: (line: string) => void) {
    this.file = openSync(path, 'a+')
    this.takeLine = takeLine
  }

  /** Takes the whole lines that are new. */
  read(): void {
    for (;;) {
      const length = readSync(this.file, this.buffer)
      if (length === 0) return
      const lines = `${this.rest}${this.buffer.toString('latin1', 0, length)}`.split('\n')
      this.rest = lines.pop() ?? ''
      for (const line of lines) this.takeLine(line)
    }
  }

  close(): void {
    closeSync(this.file)
  }
}
