import type { SqlNode } from './document.ts'
import type { DerivedRule } from './derive-rules.ts'
import { isRecord, omit } from './record.ts'

/** A rule as plain JSON, its keys in the one order that files and exports have. */
export function toRuleJson({ node, actions }: DerivedRule): Readonly<Record<string, unknown>> {
  const isGraph = isGraphRule(node)
  const extra = omit(node.extra, 'id', 'name', 'sql', 'actions', 'options')
  return {
    id: node.ruleId,
    ...(node.name === node.ruleId || node.name === '' ? {} : { name: node.name }),
    ...(isGraph ? {} : { sql: node.sql }),
    ...(isGraph && actions.length === 0 ? {} : { actions: actions.map(({ action }) => action) }),
    ...(Object.keys(node.options).length === 0 ? {} : { options: node.options }),
    ...extra,
  }
}

/** A rule in eKuiper's graph form: kept and run as it came, its inner nodes are not drawn. */
export function isGraphRule(node: SqlNode): boolean {
  return node.sql === '' && isRecord(node.extra['graph'])
}
