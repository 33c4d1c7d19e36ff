// The figures of sinks: `npm run bench -- sinks`. Each measurement has a process of its own.
import { build } from 'esbuild'
import { execFile } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const here = dirname(fileURLToPath(import.meta.url))

/** Measures what sinks cost; `folder` is for the bundle. */
export async function benchSinks(folder, isJson) {
  const outfile = join(folder, 'sinks.mjs')
  await build({
    entryPoints: [join(here, 'sinks.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outfile,
    logLevel: 'warning',
  })
  const ask = async (...names) => {
    const { stdout } = await run(process.execPath, ['--expose-gc', outfile, ...names])
    return JSON.parse(stdout)
  }
  const lines = []
  if (!isJson)
    console.log(
      `${'sinks, rows/s'.padEnd(54)}${'ours'.padStart(12)}${'other'.padStart(12)}${'ratio'.padStart(8)}`,
    )
  for (const name of await ask()) {
    const line = await ask(name)
    lines.push(line)
    if (isJson) continue
    const { ours, other } = line.figures
    const rate = ({ median }) => Math.round(median).toLocaleString('en').padStart(12)
    const ratio = (ours.median / other.median).toFixed(2).padStart(8)
    console.log(`${name.padEnd(54)}${rate(ours)}${rate(other)}${ratio}`)
  }
  return lines
}
