/** Plain Markdown as data: what a README says, and nothing that could become markup. */
export type MarkdownBlock =
  | { readonly kind: 'heading'; readonly level: number; readonly text: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly text: readonly Inline[] }
  | {
      readonly kind: 'list'
      readonly isNumbered: boolean
      readonly items: readonly (readonly Inline[])[]
    }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'table'; readonly rows: readonly (readonly (readonly Inline[])[])[] }

export type Inline =
  { readonly kind: 'text' | 'code' | 'strong' | 'emphasis'; readonly text: string } | Link

/** Where it leads is said, not followed. */
export interface Link {
  readonly kind: 'link'
  readonly text: string
  readonly address: string
}

const listItem = /^\s*(?:[-*+]|(\d+)[.)])\s+/

/** Headings, paragraphs, lists, tables, fenced code; everything else stays the text that it is. */
export function readMarkdown(source: string): readonly MarkdownBlock[] {
  const blocks: MarkdownBlock[] = []
  const lines = source.replaceAll('\r\n', '\n').split('\n')
  const take = (isMore: (line: string) => boolean): string[] => {
    const end = lines.findIndex((line) => !isMore(line))
    return lines.splice(0, end < 0 ? lines.length : end)
  }
  while (lines.length > 0) {
    const [line = ''] = lines
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line)
    if (line.trim() === '') lines.shift()
    else if (line.startsWith('```')) {
      lines.shift()
      const text = take((each) => !each.startsWith('```')).join('\n')
      lines.shift()
      blocks.push({ kind: 'code', text })
    } else if (heading !== null) {
      lines.shift()
      blocks.push({
        kind: 'heading',
        level: heading[1]?.length ?? 1,
        text: readInline(heading[2] ?? ''),
      })
    } else if (line.startsWith('|')) {
      blocks.push({ kind: 'table', rows: readTable(take((each) => each.startsWith('|'))) })
    } else if (listItem.test(line)) {
      const isNumbered = listItem.exec(line)?.[1] !== undefined
      const items = joinItems(take((each) => listItem.test(each) || /^\s+\S/.test(each)))
      blocks.push({ kind: 'list', isNumbered, items: items.map(readInline) })
    } else {
      const text = take((each) => each.trim() !== '' && !/^(#{1,6}\s|```|\|)/.test(each))
      // A line such as `#hash` begins nothing and must not stay in front for ever.
      const own = text.length > 0 ? text : lines.splice(0, 1)
      blocks.push({ kind: 'paragraph', text: readInline(own.join(' ')) })
    }
  }
  return blocks
}

/** Lines that are set in go on with the item before them. */
function joinItems(lines: readonly string[]): readonly string[] {
  const items: string[] = []
  for (const line of lines) {
    if (listItem.test(line)) items.push(line.replace(listItem, ''))
    else items.push(`${items.pop() ?? ''} ${line.trim()}`)
  }
  return items
}

function readTable(lines: readonly string[]): readonly (readonly (readonly Inline[])[])[] {
  return lines
    .filter((line) => !/^\|[\s:|-]+$/.test(line))
    .map((line) =>
      line
        .trim()
        .replace(/^\||\|$/g, '')
        .split('|')
        .map((cell) => readInline(cell.trim())),
    )
}

const inline =
  /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^()\s]+)\)|(?<![\w*])\*([^*\s][^*]*)\*(?!\w)/g

function readInline(text: string): readonly Inline[] {
  const parts: Inline[] = []
  let end = 0
  for (const match of text.matchAll(inline)) {
    const [whole, code, strong, label, address, emphasis] = match
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) })
    end = match.index + whole.length
    if (code !== undefined) parts.push({ kind: 'code', text: code })
    else if (strong !== undefined) parts.push({ kind: 'strong', text: strong })
    else if (label !== undefined) parts.push({ kind: 'link', text: label, address: address ?? '' })
    else parts.push({ kind: 'emphasis', text: emphasis ?? '' })
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) })
  return parts
}
