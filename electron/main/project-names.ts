import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isProjectFile, schemaFolder } from '#engine/ruleset'

/** The names of a folder's project files, those of its schemas as `schemas/<name>`. Rejects as `readdir` does. */
export async function listProjectFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const hasSchemas = entries.some((entry) => entry.name === schemaFolder && entry.isDirectory())
  const schemas = hasSchemas ? await readdir(join(folder, schemaFolder)) : []
  const names = entries.map(({ name }) => name)
  return [...names, ...schemas.map((name) => `${schemaFolder}/${name}`)].filter(isProjectFile)
}
