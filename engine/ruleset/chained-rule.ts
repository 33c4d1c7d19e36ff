import { quote } from '../base/quote.ts'
import { sqlName } from './names.ts'

/**
 * How a wire between two SQL nodes is written for eKuiper. The upstream rule gets, as its last action,
 * a `memory` sink on the topic `sluice/<rule id>`, and a memory stream that is named like the rule
 * reads that topic, so the downstream FROM is the same in both worlds. Only this exact pair is read
 * back as a wire; any other use of memory topics stays two nodes.
 */
export function chainTopic(ruleId: string): string {
  return `sluice/${ruleId}`
}

export function chainAction(ruleId: string): Record<string, Record<string, unknown>> {
  return { memory: { topic: chainTopic(ruleId), sendSingle: true } }
}

export function chainStatement(ruleId: string): string {
  const options = `DATASOURCE=${quote(chainTopic(ruleId))}, TYPE="memory", FORMAT="json"`
  return `CREATE STREAM ${sqlName(ruleId)} () WITH (${options})`
}

/** Whether an action is the upstream half of the convention. */
export function isChainAction(ruleId: string, type: string, properties: unknown): boolean {
  if (type !== 'memory' || typeof properties !== 'object' || properties === null) return false
  const entries = Object.entries(properties)
  const wanted: Record<string, unknown> = { topic: chainTopic(ruleId), sendSingle: true }
  return entries.length === 2 && entries.every(([key, value]) => wanted[key] === value)
}
