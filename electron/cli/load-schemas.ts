import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { schemaNameProblem } from '#engine/ruleset'
import type { Schemas } from '#engine/ruleset'
import { InputError } from './input-error.ts'

/** The schemas of a folder that `--schemas` names. Throws InputError; other files are passed over. */
export async function loadSchemas(folder: string): Promise<Schemas> {
  try {
    const names = (await readdir(folder)).filter((name) => schemaNameProblem(name) === undefined)
    const texts = names.map(async (name): Promise<[string, string]> => {
      return [name, await readFile(join(folder, name), 'utf8')]
    })
    return Object.fromEntries(await Promise.all(texts))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new InputError(`--schemas ${folder}: ${reason}`, { cause: error })
  }
}
