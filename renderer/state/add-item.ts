import { addSink, addSource, addSql, connect } from './edits.ts'
import type { Position } from './ruleset.ts'
import { starterOf } from './schema.ts'
import { findComponent, type Component } from './session-store.ts'
import { spliceInto } from './splice.ts'
import { canConnect, type Wire } from './wires.ts'
import type { Workspace } from './workspace.ts'

/** Something that can be put on the canvas. */
export interface PaletteItem {
  readonly kind: 'source' | 'sql' | 'sink'
  /** The component's type; for SQL which starting text. */
  readonly type: string
  readonly title: string
  readonly summary: string
  readonly keywords: readonly string[]
  readonly icon?: string
  /** Stands at the right end, such as where it comes from. */
  readonly note?: string
}

/** How a palette item is named while it is dragged. */
export const paletteItemFormat = 'application/x-sluice-item'

/** Says the kind while the item itself cannot be read yet. */
export function paletteItemFormatOf(kind: PaletteItem['kind']): string {
  return `${paletteItemFormat}-${kind}`
}

const sqlItems: readonly PaletteItem[] = [
  {
    kind: 'sql',
    type: 'query',
    title: 'SQL query',
    summary: 'Filters, changes and joins rows.',
    keywords: ['select', 'filter', 'rule', 'where', 'transform'],
  },
  {
    kind: 'sql',
    type: 'window',
    title: 'Window',
    summary: 'Groups the rows of a span of time.',
    keywords: ['aggregate', 'average', 'tumbling', 'group by', 'count'],
    icon: 'activity',
  },
]

const sqlTexts: Readonly<Record<string, string>> = {
  query: 'SELECT *\nFROM ',
  window: 'SELECT count(*) AS rows\nFROM \nGROUP BY TUMBLINGWINDOW(ss, 10)',
}

export function paletteItemsOf(components: readonly Component[]): readonly PaletteItem[] {
  const itemOf = (kind: 'source' | 'sink', component: Component): PaletteItem => ({
    kind,
    type: component.type,
    title: component.title,
    summary: component.summary,
    keywords: [component.type, ...component.keywords],
    ...(component.icon === undefined ? {} : { icon: component.icon }),
  })
  const itemsOf = (kind: 'source' | 'sink'): readonly PaletteItem[] =>
    components
      .filter((component) => component.kind === kind)
      .map((component) => itemOf(kind, component))
  return [...itemsOf('source'), ...sqlItems, ...itemsOf('sink')]
}

export interface Joint {
  /** The node to take rows from. */
  readonly from?: string | undefined
  /** The wire to stand on; for SQL only. */
  readonly wire?: Wire | undefined
}

/** Puts an item on the canvas and selects it. One undo step. */
export function addItem(
  { document, session, view, newId }: Workspace,
  item: PaletteItem,
  position: Position,
  { from, wire }: Joint = {},
): string {
  const id = newId()
  document.edit((project) => {
    const { type } = item
    const component =
      item.kind === 'sql'
        ? undefined
        : findComponent(session.getState().components, item.kind, type)
    const properties = starterOf(component?.schema ?? {})
    if (item.kind === 'source') {
      const datasource = component?.datasource?.example ?? ''
      addSource(project, { id, position, type, datasource, properties })
    } else if (item.kind === 'sql') {
      const sql = sqlTexts[item.type]
      addSql(project, { id, position, sql: sql ?? '', title: item.type })
    } else {
      addSink(project, { id, position, type, title: item.title.toLowerCase(), properties })
    }
    if (wire !== undefined) spliceInto(project, id, wire)
    if (from !== undefined && canConnect(project, from, id)) connect(project, from, id)
  })
  view.select([id])
  return id
}
