/** YAML that this reader does not understand. */
export class YamlError extends Error {
  readonly kind = 'yaml-error'
  /** Counted from 1. */
  readonly line: number
  constructor(line: number, message: string) {
    super(message)
    this.name = 'YamlError'
    this.line = line
  }
}

interface Line {
  readonly number: number
  readonly indent: number
  readonly text: string
}

/**
 * The YAML of configuration files: nested maps and lists by indentation, plain and quoted scalars, and
 * JSON values. Anchors, tags, block texts and several documents are errors, never guesses.
 */
export function parsePlainYaml(source: string): unknown {
  const lines = source.split(/\r?\n/).flatMap((raw, index): Line[] => {
    const text = stripComment(raw).trimEnd()
    const content = text.trimStart()
    if (content === '' || content === '---') return []
    if (/^\s*\t/.test(raw)) throw new YamlError(index + 1, 'a tab cannot indent a line')
    return [{ number: index + 1, indent: text.length - content.length, text: content }]
  })
  const reader = new Reader(lines)
  const value = reader.readBlock(0)
  reader.expectEnd()
  return value
}

class Reader {
  readonly #lines: readonly Line[]
  #at = 0

  constructor(lines: readonly Line[]) {
    this.#lines = lines
  }

  /** The map or list at the next line, or null where nothing is indented that far. */
  readBlock(minIndent: number): unknown {
    const line = this.#lines[this.#at]
    if (!line || line.indent < minIndent) return null
    return isItem(line.text) ? this.#readList(line.indent) : this.#readMap(line.indent)
  }

  expectEnd(): void {
    const line = this.#lines[this.#at]
    if (line) throw new YamlError(line.number, `cannot read ${JSON.stringify(line.text)} here`)
  }

  #readMap(indent: number): Record<string, unknown> {
    const entries: [string, unknown][] = []
    for (let line = this.#lines[this.#at]; line?.indent === indent; line = this.#lines[this.#at]) {
      if (isItem(line.text)) break
      const match =
        /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^:#&*!|>{[\]"'][^:]*?)\s*:(?:\s+(.*))?$/.exec(
          line.text,
        )
      if (!match)
        throw new YamlError(line.number, `${JSON.stringify(line.text)} is not "key: value"`)
      this.#at += 1
      const key = String(readScalar(match[1] ?? '', line.number, true))
      entries.push([key, this.#readValue(match[2] ?? '', line)])
    }
    return Object.fromEntries(entries)
  }

  #readValue(text: string, { number, indent }: Line): unknown {
    if (text !== '') return readScalar(text, number, false)
    const next = this.#lines[this.#at]
    // A list may stand as far left as its key.
    if (next?.indent === indent && isItem(next.text)) return this.#readList(indent)
    return this.readBlock(indent + 1)
  }

  #readList(indent: number): unknown[] {
    const items: unknown[] = []
    for (let line = this.#lines[this.#at]; line?.indent === indent; line = this.#lines[this.#at]) {
      if (!isItem(line.text)) break
      this.#at += 1
      const text = line.text.slice(1).trimStart()
      if (/^[\w-]+\s*:(\s|$)/.test(text)) {
        throw new YamlError(line.number, 'a map inside a list is not supported; write it as JSON')
      }
      items.push(text === '' ? this.readBlock(indent + 1) : readScalar(text, line.number, false))
    }
    return items
  }
}

function isItem(text: string): boolean {
  return text === '-' || text.startsWith('- ')
}

function readScalar(text: string, line: number, isKey: boolean): unknown {
  if (/^["[{]/.test(text)) {
    try {
      return JSON.parse(text)
    } catch {
      throw new YamlError(line, `cannot read ${text}; write it as JSON`)
    }
  }
  if (text.startsWith("'")) {
    if (!/^'(?:[^']|'')*'$/.test(text)) throw new YamlError(line, `the text ${text} does not end`)
    return text.slice(1, -1).replaceAll("''", "'")
  }
  if (/^[&*!|>%@`]/.test(text))
    throw new YamlError(line, `${JSON.stringify(text)} is not supported`)
  return isKey ? text : plainScalar(text)
}

function plainScalar(text: string): unknown {
  if (/^(null|Null|NULL|~)$/.test(text)) return null
  if (/^(true|True|TRUE)$/.test(text)) return true
  if (/^(false|False|FALSE)$/.test(text)) return false
  if (/^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(text)) return Number(text)
  return text
}

/** A `#` starts a comment at the line's start or after a space, outside quotes. */
function stripComment(line: string): string {
  let quote = ''
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at)
    if (quote !== '') {
      if (character === '\\' && quote === '"') at += 1
      else if (character === quote) quote = ''
    } else if (character === '"' || character === "'") {
      if (at === 0 || /[\s:[{,]/.test(line.charAt(at - 1))) quote = character
    } else if (character === '#' && (at === 0 || /\s/.test(line.charAt(at - 1)))) {
      return line.slice(0, at)
    }
  }
  return line
}
