import {
  documentToRuleset,
  printRuleset,
  resolveRulesetSecrets,
  secretIdsIn,
} from '#engine/ruleset'
import type { SecretSource } from '#engine/ruleset'
import { countOf } from './count-of.ts'
import { readProject } from './load-rules.ts'

export interface ExportRequest {
  readonly project: string
  /** Values stand in the export; references where it is undefined. */
  readonly secrets: SecretSource | undefined
}

export interface ExportOutput {
  readonly print: (text: string) => void
  /** Everything that is no ruleset. */
  readonly note: (text: string) => void
}

/** Prints a project as eKuiper's ruleset; resolves to the exit code. Without a secret's value it prints nothing. */
export async function exportProject(
  { project, secrets }: ExportRequest,
  { print, note }: ExportOutput,
): Promise<number> {
  const { document } = await readProject(project)
  const { ruleset, diagnostics } = documentToRuleset(document)
  const resolved =
    secrets === undefined ? { ruleset, problems: [] } : resolveRulesetSecrets(ruleset, secrets)
  for (const { place, diagnostic } of [...diagnostics, ...resolved.problems]) {
    const hint = diagnostic.hint === undefined ? '' : `    ${diagnostic.hint}\n`
    note(`${place}: ${diagnostic.severity}: ${diagnostic.message}\n${hint}`)
  }
  if (resolved.problems.length > 0) return 1
  print(printRuleset(resolved.ruleset))
  const ids = secrets === undefined ? [...secretIdsIn(document)] : []
  if (ids.length > 0) {
    note(
      `${countOf(ids.length, 'secret')} (${ids.join(', ')}) stand there as references, which eKuiper does not know: ` +
        '--with-secrets puts the values in.\n',
    )
  }
  return diagnostics.some(({ diagnostic }) => diagnostic.severity === 'error') ? 1 : 0
}
