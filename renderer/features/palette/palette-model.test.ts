import { expect, test } from 'vitest'
import type { PaletteItem } from '../../state/add-item.ts'
import { bestOf, searchPalette } from './palette-model.ts'

const item = (kind: PaletteItem['kind'], title: string, ...keywords: readonly string[]) => ({
  kind,
  type: title.toLowerCase(),
  title,
  summary: '',
  keywords,
})
const items: readonly PaletteItem[] = [
  item('source', 'Memory', 'catalog'),
  item('sink', 'File', 'log'),
  item('sink', 'Logbook'),
  item('sink', 'Log'),
]

test.each([
  ['log', ['Memory', 'Log', 'Logbook', 'File'], 'Log'],
  ['logb', ['Logbook'], 'Logbook'],
  ['', ['Memory', 'File', 'Logbook', 'Log'], 'Memory'],
  ['nothing', [], undefined],
])('the search %j finds what is called so first', (search, titles, best) => {
  const groups = searchPalette(items, search)
  expect(groups.flatMap((group) => group.items.map(({ title }) => title))).toEqual(titles)
  expect(bestOf(groups, search)?.title).toBe(best)
})
