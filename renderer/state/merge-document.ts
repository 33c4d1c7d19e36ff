import { freeName } from './names.ts'
import {
  freshRuleId, freshStreamName, renameSource, renameStream, sourcesOfSql, type CanvasNode,
  type ProjectDocument,
} from './ruleset.ts' // prettier-ignore
import type { Project } from './edits.ts'
import { nameInFrom } from './wires.ts'

const gap = 60
const cardHeight = 84

/**
 * Adds another drawing below this one. A stream that is there already with the same statement is used;
 * other names that are taken are changed, also where queries use them. Gives the ids of what was added.
 */
export function mergeDocument(
  project: Project,
  other: ProjectDocument,
  newId: () => string,
): readonly string[] {
  const down = project.nodes.length === 0 ? 0 : bottomOf(project.nodes) + gap - topOf(other.nodes)
  const ids = new Map<string, string>()
  const names = new Map<string, string>()
  const added: string[] = []
  const taken = new Set(project.nodes.map(({ id }) => id))
  for (const node of other.nodes) {
    const twin = twinOf(project, node)
    if (twin !== undefined) {
      ids.set(node.id, twin.id)
      continue
    }
    const copy = withFreeName(project, node)
    copy.id = taken.has(node.id) ? newId() : node.id
    copy.position = { x: node.position.x, y: node.position.y + down }
    ids.set(node.id, copy.id)
    if (node.kind !== 'sink') names.set(nameInFrom(node), nameInFrom(copy))
    project.nodes.push(copy)
    added.push(copy.id)
  }
  for (const node of project.nodes) {
    if (!added.includes(node.id)) continue
    if (node.kind === 'sink' && node.input !== undefined)
      node.input = ids.get(node.input) ?? node.input
    if (node.kind === 'sql') node.sql = renameSources(node.sql, names)
  }
  addConfigurations(project, other)
  addSchemas(project, other)
  return added
}

/** The same stream, drawn already. */
function twinOf(project: Project, node: CanvasNode): CanvasNode | undefined {
  if (node.kind !== 'source') return undefined
  return project.nodes.find(
    (other) =>
      other.kind === 'source' && other.name === node.name && other.statement === node.statement,
  )
}

function withFreeName(project: Project, node: CanvasNode): Project['nodes'][number] {
  const copy = structuredClone(node) as Project['nodes'][number]
  const takenNames = new Set(
    project.nodes.flatMap((other) => (other.kind === 'sink' ? [] : [nameInFrom(other)])),
  )
  if (copy.kind === 'source' && takenNames.has(copy.name)) {
    copy.name = freshStreamName(project, copy.name)
    copy.statement = renameStream(copy.statement, copy.name)
  }
  if (copy.kind === 'sql' && takenNames.has(copy.ruleId)) {
    copy.ruleId = freshRuleId(project, copy.ruleId)
    const titles = project.nodes.flatMap((other) => (other.kind === 'sql' ? [other.name] : []))
    copy.name = freeName(copy.name, new Set(titles))
  }
  return copy
}

function renameSources(sql: string, names: ReadonlyMap<string, string>): string {
  return sourcesOfSql(sql).reduce((text, { name }) => {
    const after = names.get(name)
    return after === undefined || after === name ? text : renameSource(text, name, after)
  }, sql)
}

/** Configurations of the same name stay as they are here. */
function addConfigurations(project: Project, other: ProjectDocument): void {
  for (const [type, groups] of Object.entries(other.sourceConfigurations)) {
    const known = project.sourceConfigurations[type]
    project.sourceConfigurations[type] = { ...structuredClone(groups), ...known }
  }
}

/** Schemas too. */
function addSchemas(project: Project, { schemas = {} }: ProjectDocument): void {
  if (Object.keys(schemas).length > 0) project.schemas = { ...schemas, ...project.schemas }
}

function bottomOf(nodes: readonly CanvasNode[]): number {
  return Math.max(...nodes.map(({ position }) => position.y)) + cardHeight
}

function topOf(nodes: readonly CanvasNode[]): number {
  return Math.min(...nodes.map(({ position }) => position.y))
}
