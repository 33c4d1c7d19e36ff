import type { PaletteItem } from '../../state/add-item.ts'

export interface PaletteGroup {
  readonly kind: PaletteItem['kind']
  readonly title: string
  readonly items: readonly PaletteItem[]
}

const titles = { source: 'Sources', sql: 'SQL', sink: 'Sinks' } as const

/** The items that fit the search, in groups; a group without items is left out. */
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
      items: items.filter((item) => item.kind === kind && fits(item)),
    }))
    .filter((group) => group.items.length > 0)
}
