import type { PaletteItem } from '../../state/add-item.ts'

export interface PaletteGroup {
  readonly kind: PaletteItem['kind']
  readonly title: string
  readonly items: readonly PaletteItem[]
}

const titles = { source: 'Sources', sql: 'SQL', sink: 'Sinks' } as const

/**
 * The items that fit the search, in groups, those that are called so first; a group without items is
 * left out.
 */
export function searchPalette(
  items: readonly PaletteItem[],
  search: string,
): readonly PaletteGroup[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const fits = (item: PaletteItem) => {
    const text = [item.title, item.kind, titles[item.kind], item.summary, ...item.keywords]
      .join(' ')
      .toLowerCase()
    return words.every((word) => text.includes(word))
  }
  return (['source', 'sql', 'sink'] as const)
    .map((kind) => ({
      kind,
      title: titles[kind],
      items: items
        .filter((item) => item.kind === kind && fits(item))
        .sort((a, b) => rankOf(a, search) - rankOf(b, search)),
    }))
    .filter((group) => group.items.length > 0)
}

/** What Enter puts on the canvas: the first of the items that are called most like the search. */
export function bestOf(groups: readonly PaletteGroup[], search: string): PaletteItem | undefined {
  const firsts = groups.flatMap(({ items }) => items.slice(0, 1))
  return firsts.sort((a, b) => rankOf(a, search) - rankOf(b, search))[0]
}

function rankOf({ title }: PaletteItem, search: string): number {
  const [name, wanted] = [title.toLowerCase(), search.trim().toLowerCase()]
  if (wanted === '') return 0
  return name === wanted ? 0 : name.startsWith(wanted) ? 1 : 2
}
