import { current, isDraft, type Draft } from 'immer'
import { freeName } from './names.ts'
import {
  connectSource, disconnectSource, freshRuleId, freshStreamName, readStatement, renameSource,
  renameStream, sourcesOfSql, streamStatement, type CanvasNode, type Position, type ProjectDocument,
} from './ruleset.ts' // prettier-ignore
import { canConnect, nameInFrom } from './wires.ts'

/** Every change of a project, as a function on its draft. */
export type Project = Draft<ProjectDocument>

export interface NewNode {
  readonly id: string
  readonly position: Position
}

export interface NewSource extends NewNode {
  readonly type: string
  readonly datasource: string
  /** None where it is left out. */
  readonly properties?: Readonly<Record<string, unknown>>
}

export function addSource(project: Project, source: NewSource): void {
  const { id, position, type, datasource, properties = {} } = source
  const name = freshStreamName(project, `${type}_stream`)
  const statement = streamStatement({
    kind: 'stream', name, type, datasource, format: 'json', columns: [], options: {},
  }) // prettier-ignore
  const node = { kind: 'source', id, position: { ...position }, name, statement } as const
  project.nodes.push({ ...node, properties: { ...properties } })
}

export interface NewSql extends NewNode {
  readonly sql: string
  readonly title: string
}

export function addSql(project: Project, { id, position, sql, title }: NewSql): void {
  const ruleId = freshRuleId(project, title)
  const name = freeName(title, namesOf(project, 'sql'))
  const node = { kind: 'sql', id, position: { ...position }, ruleId, name, sql } as const
  project.nodes.push({ ...node, options: {}, extra: {} })
}

export interface NewSink extends NewNode {
  readonly type: string
  readonly title: string
  /** None where it is left out. */
  readonly properties?: Readonly<Record<string, unknown>>
}

export function addSink(project: Project, sink: NewSink): void {
  const { id, position, type, title, properties = {} } = sink
  const name = freeName(title, namesOf(project, 'sink'))
  const node = { kind: 'sink', id, position: { ...position }, name, type } as const
  project.nodes.push({ ...node, properties: { ...properties } })
}

/** Draws a wire; one that may not be is not drawn. */
export function connect(project: Project, from: string, to: string): void {
  if (!canConnect(project, from, to)) return
  const start = findNode(project, from)
  const end = findNode(project, to)
  if (start === undefined || end === undefined) return
  if (end.kind === 'sink') end.input = from
  if (end.kind === 'sql') {
    const known = new Set(
      project.nodes.flatMap((node) => (node.kind === 'sink' ? [] : [nameInFrom(node)])),
    )
    end.sql = connectSource(end.sql, nameInFrom(start), (name) => known.has(name))
  }
}

export function disconnect(project: Project, from: string, to: string): void {
  const start = findNode(project, from)
  const end = findNode(project, to)
  if (start === undefined || end === undefined) return
  if (end.kind === 'sink' && end.input === from) delete end.input
  if (end.kind === 'sql') end.sql = disconnectSource(end.sql, nameInFrom(start))
}

export function moveNodes(project: Project, positions: ReadonlyMap<string, Position>): void {
  for (const node of project.nodes) {
    const position = positions.get(node.id)
    if (position === undefined) continue
    const x = Math.round(position.x)
    const y = Math.round(position.y)
    if (x !== node.position.x || y !== node.position.y) node.position = { x, y }
  }
}

export function deleteNodes(project: Project, ids: ReadonlySet<string>): void {
  for (const node of project.nodes) {
    if (node.kind === 'sink' && node.input !== undefined && ids.has(node.input)) delete node.input
  }
  project.nodes = project.nodes.filter((node) => !ids.has(node.id))
}

/**
 * Copies nodes beside themselves. Wires between the copied are copied, wires into them too (a copied
 * query reads the same stream), wires out of them not.
 */
export function duplicateNodes(
  project: Project,
  ids: readonly string[],
  newId: () => string,
): readonly string[] {
  const originals = project.nodes.filter((node) => ids.includes(node.id)).map(plain)
  const newIds = new Map(originals.map((node) => [node.id, newId()]))
  const newNames = new Map<string, string>()
  for (const node of originals) {
    const copy = copyOf(project, node, newIds)
    if (node.kind !== 'sink') newNames.set(nameInFrom(node), nameInFrom(copy))
    project.nodes.push(copy)
  }
  for (const id of newIds.values()) {
    const copy = findNode(project, id)
    if (copy?.kind === 'sql') copy.sql = renameAll(copy.sql, newNames)
  }
  return [...newIds.values()]
}

function copyOf(
  project: Project,
  node: CanvasNode,
  newIds: ReadonlyMap<string, string>,
): Draft<CanvasNode> {
  const copy = structuredClone(node) as Draft<CanvasNode>
  copy.id = newIds.get(node.id) ?? node.id
  copy.position = { x: node.position.x + 40, y: node.position.y + 40 }
  switch (copy.kind) {
    case 'source':
      copy.name = freshStreamName(project, copy.name)
      copy.statement = renameStream(copy.statement, copy.name)
      return copy
    case 'sql':
      copy.ruleId = freshRuleId(project, copy.ruleId)
      copy.name = freeName(copy.name, namesOf(project, 'sql'))
      return copy
    case 'sink':
      copy.name = freeName(copy.name, namesOf(project, 'sink'))
      if (copy.input !== undefined) copy.input = newIds.get(copy.input) ?? copy.input
      return copy
  }
}

/** Changes a stream's statement; where its name changes, the queries that read it follow. */
export function changeStatement(project: Project, id: string, statement: string): void {
  const node = findNode(project, id)
  if (node?.kind !== 'source') return
  node.statement = statement
  const reading = readStatement(statement)
  if (!reading.ok || reading.form.name === '' || reading.form.name === node.name) return
  const before = node.name
  node.name = reading.form.name
  renameInQueries(project, before, node.name)
}

/** Changes a rule's id; the queries that read its rows follow. */
export function changeRuleId(project: Project, id: string, ruleId: string): void {
  const node = findNode(project, id)
  if (node?.kind !== 'sql' || node.ruleId === ruleId) return
  const before = node.ruleId
  node.ruleId = ruleId
  if (ruleId !== '') renameInQueries(project, before, ruleId)
}

/** A name that another node still has stays: the queries may mean that one. */
function renameInQueries(project: Project, before: string, after: string): void {
  if (project.nodes.some((node) => node.kind !== 'sink' && nameInFrom(node) === before)) return
  for (const query of project.nodes) {
    if (query.kind === 'sql') query.sql = renameAll(query.sql, new Map([[before, after]]))
  }
}

function renameAll(sql: string, names: ReadonlyMap<string, string>): string {
  return [...new Set(sourcesOfSql(sql).map(({ name }) => name))].reduce((text, name) => {
    const after = names.get(name)
    return after === undefined ? text : renameSource(text, name, after)
  }, sql)
}

/** Sets one property of a source or sink, or an option of a SQL node; undefined takes it out. */
export function setProperty(project: Project, id: string, key: string, value: unknown): void {
  const node = findNode(project, id)
  if (node === undefined) return
  const properties = node.kind === 'sql' ? node.options : node.properties
  if (value === undefined) delete properties[key]
  else properties[key] = value
}

export function setProperties(
  project: Project,
  id: string,
  properties: Readonly<Record<string, unknown>>,
): void {
  const node = findNode(project, id)
  if (node === undefined) return
  if (node.kind === 'sql') node.options = { ...properties }
  else node.properties = { ...properties }
}

export function findNode(project: Project, id: string): Draft<CanvasNode> | undefined {
  return project.nodes.find((node) => node.id === id)
}

function namesOf(project: Project, kind: 'sql' | 'sink'): ReadonlySet<string> {
  return new Set(project.nodes.flatMap((node) => (node.kind === kind ? [node.name] : [])))
}

/** Drafts cannot be cloned. */
function plain(node: Draft<CanvasNode>): CanvasNode {
  return isDraft(node) ? current(node) : node
}
