import { readFile } from 'node:fs/promises'
import { isSecretId } from '#engine/ruleset'
import type { SecretSource } from '#engine/ruleset'
import { InputError } from './input-error.ts'

const variablePrefix = 'SLUICE_SECRET_'

/**
 * The secrets of a command: `SLUICE_SECRET_<ID>` of `environment`, and the lines `ID=VALUE` of `file`, which
 * win. The variables are taken out: processes of plugins get no secret that is not theirs. Throws InputError,
 * which never holds a line's text.
 */
export async function takeSecrets(
  environment: NodeJS.ProcessEnv,
  file: string | undefined,
): Promise<SecretSource> {
  const values = new Map<string, string>()
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith(variablePrefix) || value === undefined) continue
    values.set(name.slice(variablePrefix.length), value)
    delete environment[name]
  }
  if (file !== undefined) {
    for (const [id, value] of parseSecrets(await readText(file), file)) values.set(id, value)
  }
  return {
    find: (id) => values.get(id),
    hint: (id) =>
      `Set the environment variable ${variablePrefix}${id}, or name a file with the line ${id}=VALUE by --secrets FILE.`,
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    const reason = error instanceof Error ? error.message : String(error)
    const said = isMissing ? 'there is no such file' : reason
    throw new InputError(`--secrets ${file}: ${said}`, { cause: error })
  }
}

/** Empty lines and those that begin with `#` say nothing; all behind the first `=` is the value. */
export function parseSecrets(text: string, place: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue
    const at = line.indexOf('=')
    const id = line.slice(0, Math.max(at, 0)).trim()
    const where = `${place}:${String(index + 1)}`
    if (at < 0 || !isSecretId(id)) {
      throw new InputError(
        `${where}: expected ID=VALUE, where an ID has letters, digits and "_", and no digit first`,
      )
    }
    if (values.has(id)) throw new InputError(`${where}: "${id}" stands there twice`)
    values.set(id, line.slice(at + 1))
  }
  return values
}
