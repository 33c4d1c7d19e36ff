import { resolveRulesetSecrets, resolveSecrets, parseRuleset, printRuleset } from '#engine/ruleset'
import type { ResolvedDefinition, RunDefinition, SecretSource } from '#engine/ruleset'
import type { SluiceHandlers } from '#ipc/contract'
import { ipcCodes, RequestError } from '#ipc/errors'
import type { Scope, SecretStore } from '../secrets/secret-store.ts'

type SecretRequests = Pick<SluiceHandlers, Extract<keyof SluiceHandlers, `secret.${string}`>>

export interface ProjectSecrets {
  readonly handlers: SecretRequests
  /** A run with the values of its secrets: for the engine host alone. */
  resolveRun(definition: RunDefinition): ResolvedDefinition
  /** A ruleset's text with values in clear text. Throws RequestError where one is missing. */
  resolveText(text: string): string
}

/** The secrets of the project that is shown. The window stores and removes values, and never gets one. */
export function createProjectSecrets(secrets: SecretStore, shown: () => Scope): ProjectSecrets {
  const source = (): SecretSource => {
    const scope = shown()
    const { unreadableIds } = secrets.describe(scope)
    return {
      find: (id) => secrets.find(scope, id),
      hint: (id) =>
        unreadableIds.includes(id)
          ? 'The key store of this system does not decrypt it any more: type it in again.'
          : 'Values are not in the project: type it in at this property.',
    }
  }
  const describe = () => secrets.describe(shown())
  return {
    handlers: {
      'secret.list': async () => describe(),
      'secret.store': async ({ id, value }) => {
        await secrets.store(shown(), id, value)
        return describe()
      },
      'secret.remove': async ({ id }) => {
        await secrets.remove(shown(), id)
        return describe()
      },
      'secret.allowWeak': async ({ isAllowed }) => {
        await secrets.allowWeak(isAllowed)
        return describe()
      },
    },
    resolveRun: (definition) => resolveSecrets(definition, source()),
    resolveText(text) {
      const { ruleset } = parseRuleset(text)
      if (ruleset === undefined) throw new Error('what is exported is no ruleset')
      const resolved = resolveRulesetSecrets(ruleset, source())
      const messages = resolved.problems.map(
        ({ place, diagnostic }) => `${place}: ${diagnostic.message}`,
      )
      if (messages.length > 0) {
        const hint = 'Type it in at its property, or export with references.'
        throw new RequestError(ipcCodes.secretMissing, messages.join('; '), hint)
      }
      return printRuleset(resolved.ruleset)
    },
  }
}
