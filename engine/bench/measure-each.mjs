import { build } from 'esbuild'
import { execFile } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const here = dirname(fileURLToPath(import.meta.url))

/**
 * Bundles `entry`, asks it for its names and measures those with one of `parts` in them, all without parts,
 * each in a process of its own. `folder` is for the bundle, `flags` are V8's; `done` gets each line as it comes.
 */
export async function measureEach({ entry, folder, flags, parts, done }) {
  const outfile = join(folder, entry.replace(/\.ts$/, '.mjs'))
  await build({
    entryPoints: [join(here, entry)],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outfile,
    logLevel: 'warning',
  })
  const ask = async (...names) => {
    const { stdout } = await run(process.execPath, [...flags, outfile, ...names])
    return JSON.parse(stdout)
  }
  const lines = []
  for (const name of await ask()) {
    if (parts.length > 0 && !parts.some((part) => name.includes(part))) continue
    const line = await ask(name)
    lines.push(line)
    done(line)
  }
  return lines
}
