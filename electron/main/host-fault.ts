const longestTail = 8000
/** What Chromium says about the machine it runs on (`[123:0101/120000.1:ERROR:bus.cc(407)] ...`). */
const chromiumLine = /^\[\d+:\d+\/\d+\.\d+:/

/** Remembers the end of what a process wrote, to tell later why it ended. */
export interface HostFault {
  add(text: string): void
  /** The line that names the fault, else the last line; undefined where nothing was written. */
  describe(): string | undefined
}

export function createHostFault(): HostFault {
  let tail = ''
  return {
    add(text) {
      tail = `${tail}${text}`.slice(-longestTail)
    },
    describe() {
      const lines = tail
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '' && !chromiumLine.test(line))
      const fatal = lines.find((line) => line.startsWith('FATAL ERROR:'))
      const thrown = lines.findLast((line) => /^(Uncaught )?(\w*(Error|Exception))\b.*:/.test(line))
      return fatal ?? thrown ?? lines.at(-1)
    },
  }
}
