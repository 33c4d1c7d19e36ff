import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findPackagedPlugins, PackageError, packagePlugins } from '../host/packaging/index.ts'
import type { PluginPackage } from '../host/packaging/index.ts'
import { BundleError, PluginError } from '../host/user-plugins/index.ts'
import { InputError } from './input-error.ts'
import type { PackageArguments } from './package-arguments.ts'

/** Packs plugins for an eKuiper server, and says how to install them; resolves to the exit code. */
export async function packagePlugin(
  { path, out, packageName }: PackageArguments,
  note: (text: string) => void,
): Promise<number> {
  const made = await makePackage(path, packageName)
  const file = resolve(out ?? `${made.name}.zip`)
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, made.zip)
  } catch (error) {
    throw new InputError(`${file} cannot be written: ${reasonOf(error)}`, { cause: error })
  }
  const parts = made.parts.map(({ kind, type }) => `${kind} ${type}`).join(', ')
  note(`made ${file} with ${parts}
${made.notes.map((text) => `note: ${text}\n`).join('')}
Install it on a server that reads this file (Node 20 or newer is needed there):
  curl -X POST http://127.0.0.1:9081/plugins/portables -H 'Content-Type: application/json' \\
    -d '${JSON.stringify({ name: made.name, file: pathToFileURL(file).href })}'
What is different there is in the README.md inside.
`)
  return 0
}

async function makePackage(path: string, packageName: string | undefined): Promise<PluginPackage> {
  try {
    const found = await findPackagedPlugins(path)
    return await packagePlugins(packageName ?? found.name, found.candidates)
  } catch (error) {
    if (error instanceof PackageError) throw new InputError(error.message, { cause: error })
    const hasPlace = error instanceof BundleError || error instanceof PluginError
    const place = (hasPlace ? error.place : undefined) ?? path
    throw new InputError(`${place}: ${reasonOf(error)}`, { cause: error })
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
