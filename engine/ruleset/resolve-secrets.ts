import type { RunDefinition, RunProblem } from '../runtime/run.ts'
import type { Ruleset } from './document.ts'
import { problem, rulesetCodes } from './problem.ts'
import { mapLeaves, mapValues } from './record.ts'
import { isBrokenReference, secretIdOf } from './secret-reference.ts'
import { parseStatement, sourceTypeOf, streamOption } from './stream-statement.ts'

/** Where values come from, and what the user can do about one that is missing. */
export interface SecretSource {
  readonly find: (id: string) => string | undefined
  readonly hint: (id: string) => string
}

export interface ResolvedDefinition {
  /** With values; what could not be resolved is still a reference. */
  readonly definition: RunDefinition
  /** The values that were put in: nothing that is said about the run may show them. */
  readonly values: readonly string[]
  /** Errors, each at the property whose secret is missing. */
  readonly problems: readonly RunProblem[]
}

/** What the engine runs: every `${secret:ID}` replaced. Only the host may get it. */
export function resolveSecrets(
  definition: RunDefinition,
  source: SecretSource,
): ResolvedDefinition {
  const resolver = new Resolver(source)
  const rules = definition.rules.map((rule) => ({
    ...rule,
    ...(rule.graph === undefined
      ? {}
      : { graph: resolver.resolve(rule.graph, `rule/${rule.id}/graph`) }),
    actions: rule.actions.map((action, index) =>
      mapValues(action, (properties) =>
        resolver.resolveProperties(properties, `action/${rule.id}/${index}`),
      ),
    ),
  }))
  const sourceConfigurations = mapValues(definition.sourceConfigurations, (groups) =>
    // Whether a missing one matters depends on the streams.
    mapValues(groups, (properties) => resolver.resolveProperties(properties, undefined)),
  )
  for (const { place, properties } of configuredStreams(definition)) {
    resolver.resolveProperties(properties, place)
  }
  return {
    definition: { ...definition, rules, sourceConfigurations },
    values: [...resolver.values],
    problems: resolver.problems,
  }
}

export interface ResolvedRuleset {
  readonly ruleset: Ruleset
  readonly problems: readonly RunProblem[]
}

/** A ruleset with the values that eKuiper needs, in clear text; nothing else of its texts changes. */
export function resolveRulesetSecrets(ruleset: Ruleset, source: SecretSource): ResolvedRuleset {
  const resolver = new Resolver(source)
  const resolveAll = (texts: Readonly<Record<string, string>>, kind: string) =>
    Object.fromEntries(
      Object.entries(texts).map(([name, text]) => [
        name,
        text.replace(jsonReference, (literal) => {
          const value = resolver.resolve(JSON.parse(literal), `${kind}/${name}`)
          return JSON.stringify(value)
        }),
      ]),
    )
  const { rules, sourceConfig, connectionConfig } = ruleset
  const resolved: Ruleset = {
    ...ruleset,
    rules: resolveAll(rules, 'rule'),
    ...(sourceConfig === undefined
      ? {}
      : { sourceConfig: resolveAll(sourceConfig, 'sourceConfig') }),
    ...(connectionConfig === undefined
      ? {}
      : { connectionConfig: resolveAll(connectionConfig, 'connectionConfig') }),
  }
  return { ruleset: resolved, problems: resolver.problems }
}

/** A text of JSON that begins as a reference and is a value, no key. */
const jsonReference = /(?<!\\)"\$\{secret:[^"\\]*"(?!\s*:)/g

class Resolver {
  readonly values = new Set<string>()
  readonly problems: RunProblem[] = []
  readonly #source: SecretSource

  constructor(source: SecretSource) {
    this.#source = source
  }

  resolveProperties(
    properties: Readonly<Record<string, unknown>>,
    place: string | undefined,
  ): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [
        key,
        this.resolve(value, place === undefined ? undefined : `${place}/${key}`),
      ]),
    )
  }

  /** Data without a reference is returned itself. Nothing is reported without a place. */
  resolve(data: unknown, place: string | undefined): unknown {
    return mapLeaves(data, (value) =>
      typeof value === 'string' ? this.#resolveText(value, place) : value,
    )
  }

  #resolveText(text: string, place: string | undefined): string {
    const id = secretIdOf(text)
    if (id === undefined) {
      if (isBrokenReference(text)) this.#report(place, brokenReference(text))
      return text
    }
    const value = this.#source.find(id)
    if (value !== undefined) {
      this.values.add(value)
      return value
    }
    const message = `the secret "${id}" has no value here`
    this.#report(place, { code: rulesetCodes.secretMissing, message, hint: this.#source.hint(id) })
    return text
  }

  #report(
    place: string | undefined,
    { code, message, hint }: { code: string; message: string; hint: string },
  ): void {
    if (place !== undefined) this.problems.push(problem(place, code, message, { hint }))
  }
}

function brokenReference(text: string): { code: string; message: string; hint: string } {
  return {
    code: rulesetCodes.secretReference,
    message: `${JSON.stringify(text)} is no reference to a secret`,
    hint: 'It has the form ${secret:ID}; an ID has letters, digits and "_", and no digit first.',
  }
}

/** The properties that each stream gets from its group and the group of all streams of its type. */
function configuredStreams({ streams, sourceConfigurations }: RunDefinition): readonly {
  readonly place: string
  readonly properties: Readonly<Record<string, unknown>>
}[] {
  return streams.flatMap((text) => {
    const { statement } = parseStatement(text)
    if (statement === undefined) return []
    const groups = sourceConfigurations[sourceTypeOf(statement)] ?? {}
    const key = streamOption(statement, 'CONF_KEY') ?? ''
    const properties = { ...groups['default'], ...(key === '' ? {} : groups[key]) }
    return [{ place: `stream/${statement.name.name}`, properties }]
  })
}
