import type { Draft } from 'immer'
import { freeName } from './names.ts'
import {
  addReference, readStatement, referencesOf, removeReference, renameReference, writeStatement,
  type CanvasNode, type Position, type ProjectDocument, type StreamForm,
} from './ruleset.ts' // prettier-ignore
import { canConnect, nameInFrom } from './wires.ts'

/** Every change of a project, as a function on its draft. No edit makes a document that cannot be saved. */
type Project = Draft<ProjectDocument>

export interface NewNode {
  readonly id: string
  readonly position: Position
}

export interface NewSource extends NewNode {
  readonly type: string
  readonly datasource: string
}

export function addSource(project: Project, { id, position, type, datasource }: NewSource): void {
  const name = freeName(`${type}_stream`, sourceNames(project))
  const form: StreamForm = {
    kind: 'stream',
    name,
    columns: [],
    options: { DATASOURCE: datasource, TYPE: type, FORMAT: 'JSON' },
  }
  project.nodes.push({
    kind: 'source', id, position: { ...position }, name, statement: writeStatement(form), properties: {},
  }) // prettier-ignore
}

export interface NewSql extends NewNode {
  readonly sql?: string
  readonly title?: string
}

export function addSql(project: Project, { id, position, sql, title }: NewSql): void {
  const ruleId = freeName('rule', ruleIds(project), 1)
  const name = freeName(title ?? 'query', sqlNames(project))
  project.nodes.push({
    kind: 'sql', id, position: { ...position }, ruleId, name,
    sql: sql ?? 'SELECT *\nFROM ', options: {}, extra: {},
  }) // prettier-ignore
}

export interface NewSink extends NewNode {
  readonly type: string
  readonly title: string
}

export function addSink(project: Project, { id, position, type, title }: NewSink): void {
  const names = new Set(project.nodes.flatMap((node) => (node.kind === 'sink' ? [node.name] : [])))
  project.nodes.push({
    kind: 'sink', id, position: { ...position }, name: freeName(title, names), type, properties: {},
  }) // prettier-ignore
}

/** Draws a wire; one that may not be is refused silently, as the canvas offers none such. */
export function connect(project: Project, from: string, to: string): void {
  if (!canConnect(project, from, to)) return
  const start = findNode(project, from)
  const end = findNode(project, to)
  if (start === undefined || end === undefined) return
  if (end.kind === 'sink') end.input = from
  if (end.kind === 'sql') end.sql = addReference(end.sql, nameInFrom(start))
}

export function disconnect(project: Project, from: string, to: string): void {
  const start = findNode(project, from)
  const end = findNode(project, to)
  if (start === undefined || end === undefined) return
  if (end.kind === 'sink' && end.input === from) delete end.input
  if (end.kind === 'sql') end.sql = removeReference(end.sql, nameInFrom(start))
}

export function moveNodes(project: Project, positions: ReadonlyMap<string, Position>): void {
  for (const node of project.nodes) {
    const position = positions.get(node.id)
    if (position === undefined) continue
    if (position.x === node.position.x && position.y === node.position.y) continue
    node.position = { x: Math.round(position.x), y: Math.round(position.y) }
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
  const originals = project.nodes.filter((node) => ids.includes(node.id))
  const newIds = new Map(originals.map((node) => [node.id, newId()]))
  const newNames = new Map<string, string>()
  for (const node of originals) {
    const copy = structuredClone(plain(node))
    copy.id = newIds.get(node.id) ?? newId()
    copy.position = { x: node.position.x + 40, y: node.position.y + 40 }
    if (copy.kind === 'source') {
      const name = freeName(copy.name, sourceNames(project))
      newNames.set(copy.name, name)
      copy.statement = renameInStatement(copy.statement, name)
      copy.name = name
    }
    if (copy.kind === 'sql') {
      copy.ruleId = freeName(copy.ruleId, ruleIds(project))
      copy.name = freeName(copy.name, sqlNames(project))
    }
    if (copy.kind === 'sink' && copy.input !== undefined) {
      copy.input = newIds.get(copy.input) ?? copy.input
    }
    project.nodes.push(copy)
  }
  for (const id of newIds.values()) {
    const copy = findNode(project, id)
    if (copy?.kind !== 'sql') continue
    for (const [from, to] of [...newNames, ...newIds]) copy.sql = renameReference(copy.sql, from, to)
  }
  return [...newIds.values()]
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
  for (const query of project.nodes) {
    if (query.kind !== 'sql') continue
    if (!referencesOf(query.sql).some(({ name }) => name === before)) continue
    query.sql = renameReference(query.sql, before, node.name)
  }
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

function renameInStatement(statement: string, name: string): string {
  const reading = readStatement(statement)
  return reading.ok ? writeStatement({ ...reading.form, name }) : statement
}

function sourceNames(project: Project): ReadonlySet<string> {
  return new Set(project.nodes.flatMap((node) => (node.kind === 'source' ? [node.name] : [])))
}

function ruleIds(project: Project): ReadonlySet<string> {
  return new Set(project.nodes.flatMap((node) => (node.kind === 'sql' ? [node.ruleId] : [])))
}

function sqlNames(project: Project): ReadonlySet<string> {
  return new Set(project.nodes.flatMap((node) => (node.kind === 'sql' ? [node.name] : [])))
}

/** Drafts cannot be cloned structurally. */
function plain(node: Draft<CanvasNode>): Draft<CanvasNode> {
  return JSON.parse(JSON.stringify(node)) as Draft<CanvasNode>
}
