const bytesPerLine = 8

/** `7b 22 61 22 3a 20 31 2c  {"a": 1,`: eight bytes a line, with the characters they stand for. */
export function dumpBytes(bytes: Uint8Array): string {
  const lines: string[] = []
  for (let start = 0; start < bytes.length; start += bytesPerLine) {
    const part = [...bytes.subarray(start, start + bytesPerLine)]
    const codes = part.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const text = part
      .map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.'))
      .join('')
    lines.push(`${codes.padEnd(bytesPerLine * 3)} ${text}`)
  }
  return lines.join('\n')
}
