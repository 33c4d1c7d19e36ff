import type { ProjectDocument } from './ruleset.ts'

/** The run's name of a canvas node: `stream/<name>`, `rule/<id>`, `action/<rule id>/<index>`. */
export function runNodesOf({ nodes }: ProjectDocument): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  const ruleIds = new Map<string, string>()
  const actions = new Map<string, number>()
  for (const node of nodes) {
    if (node.kind === 'source') names.set(node.id, `stream/${node.name}`)
    if (node.kind === 'sql') {
      names.set(node.id, `rule/${node.ruleId}`)
      ruleIds.set(node.id, node.ruleId)
    }
  }
  for (const node of nodes) {
    const ruleId = node.kind === 'sink' && node.input !== undefined ? ruleIds.get(node.input) : undefined
    if (ruleId === undefined) continue
    const index = actions.get(ruleId) ?? 0
    actions.set(ruleId, index + 1)
    names.set(node.id, `action/${ruleId}/${index}`)
  }
  return names
}

/** The canvas node at a problem's place, such as `rule/overheating/sql`. */
export function canvasNodeAt(document: ProjectDocument, place: string): string | undefined {
  let best: { readonly id: string; readonly length: number } | undefined
  for (const [id, name] of runNodesOf(document)) {
    const isAt = place === name || place.startsWith(`${name}/`)
    if (isAt && name.length > (best?.length ?? 0)) best = { id, length: name.length }
  }
  return best?.id
}
