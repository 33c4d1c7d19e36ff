import { expect, test } from 'vitest'
import { defaultRuleOptions } from '#engine/ruleset'
import { ruleOptionsSchema } from './rule-options.ts'

// A form takes a value that is the default out of the rule: a wrong one would turn an option round.
test('what the form shows without a choice is what the engine does', () => {
  const properties = ruleOptionsSchema['properties'] as Record<string, { default?: unknown }>
  const engine = new Map(Object.entries(defaultRuleOptions))
  const shown = Object.entries(properties).filter(([name]) => engine.has(name))
  expect(shown.length).toBeGreaterThan(6)
  for (const [name, property] of shown)
    expect([name, property.default]).toEqual([name, engine.get(name)])
})
