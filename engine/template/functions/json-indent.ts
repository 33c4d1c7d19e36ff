/** Compact JSON over several lines, two blanks a level, as Go's MarshalIndent writes it. */
export function indentJson(json: string): string {
  let written = ''
  let depth = 0
  for (const token of json.match(/"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^[\]{}:,"]+/g) ?? []) {
    const previous = written.at(-1)
    if (token === '}' || token === ']') {
      depth--
      written += previous === '{' || previous === '[' ? token : newLine(depth) + token
      continue
    }
    if (previous === '{' || previous === '[' || previous === ',') written += newLine(depth)
    written += token === ':' ? ': ' : token
    if (token === '{' || token === '[') depth++
  }
  return written
}

function newLine(depth: number): string {
  return `\n${'  '.repeat(depth)}`
}
