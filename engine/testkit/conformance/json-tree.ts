/** JSON with its numbers as they are written: a recorded integer may have more digits than a double. */
export type JsonTree =
  null | boolean | string | NumberText | readonly JsonTree[] | { readonly [name: string]: JsonTree }

export class NumberText {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

const token =
  /\s*(?:([[\]{}:,])|("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)|(true|false|null))/y

/** Throws where the text is no JSON. */
export function parseTree(text: string): JsonTree {
  const reader = new TreeReader(text)
  return reader.document()
}

class TreeReader {
  private readonly text: string
  private at = 0

  constructor(text: string) {
    this.text = text
  }

  document(): JsonTree {
    const tree = this.value(this.next())
    if (this.text.slice(this.at).trim() !== '') throw new SyntaxError('text after the value')
    return tree
  }

  private next(): RegExpExecArray {
    token.lastIndex = this.at
    const match = token.exec(this.text)
    if (match === null) throw new SyntaxError(`no JSON at offset ${String(this.at)}`)
    this.at = token.lastIndex
    return match
  }

  private value(match: RegExpExecArray): JsonTree {
    const [, mark, string, number, word] = match
    if (string !== undefined) return JSON.parse(string) as string
    if (number !== undefined) return new NumberText(number)
    if (word !== undefined) return word === 'null' ? null : word === 'true'
    if (mark === '[') return this.list()
    if (mark === '{') return this.object()
    throw new SyntaxError(`unexpected ${mark ?? ''}`)
  }

  private list(): JsonTree {
    const items: JsonTree[] = []
    let match = this.next()
    while (match[1] !== ']') {
      items.push(this.value(match))
      match = this.next()
      if (match[1] === ',') match = this.next()
      else if (match[1] !== ']') throw new SyntaxError('a list without an end')
    }
    return items
  }

  private object(): JsonTree {
    const members: [string, JsonTree][] = []
    let match = this.next()
    while (match[1] !== '}') {
      const name = JSON.parse(match[2] ?? '') as string
      if (this.next()[1] !== ':') throw new SyntaxError('a member without a colon')
      members.push([name, this.value(this.next())])
      match = this.next()
      if (match[1] === ',') match = this.next()
      else if (match[1] !== '}') throw new SyntaxError('an object without an end')
    }
    return Object.fromEntries(members)
  }
}

/** The JSON text of a tree, every number as it was. */
export function printTree(tree: JsonTree): string {
  if (tree instanceof NumberText) return tree.text
  if (isList(tree)) return `[${tree.map(printTree).join(',')}]`
  if (typeof tree !== 'object' || tree === null) return JSON.stringify(tree)
  const members = Object.entries(tree).map(
    ([name, value]) => `${JSON.stringify(name)}:${printTree(value)}`,
  )
  return `{${members.join(',')}}`
}

/** The tree as JavaScript values: integers that a double cannot hold become a bigint. */
export function toJavaScript(tree: JsonTree): unknown {
  if (tree instanceof NumberText) return numberOf(tree.text)
  if (isList(tree)) return tree.map(toJavaScript)
  if (typeof tree !== 'object' || tree === null) return tree
  return Object.fromEntries(
    Object.entries(tree).map(([name, value]) => [name, toJavaScript(value)]),
  )
}

function numberOf(text: string): number | bigint {
  const value = Number(text)
  const isWide = /^-?\d{16,}$/.test(text) && !Number.isSafeInteger(value)
  return isWide ? BigInt(text) : value
}

export function isList(tree: JsonTree): tree is readonly JsonTree[] {
  return Array.isArray(tree)
}
