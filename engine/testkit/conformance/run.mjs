// Bundles the conformance runner and runs it: node engine/testkit/conformance/run.mjs [DIR...] [options]
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const folder = dirname(fileURLToPath(import.meta.url))
const root = join(folder, '..', '..', '..')
const outfile = join(root, 'out', 'conformance', 'cli.mjs')

await build({
  entryPoints: [join(folder, 'cli.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
})
const { runConformance } = await import(pathToFileURL(outfile).href)
process.exitCode = await runConformance(process.argv.slice(2), folder)
