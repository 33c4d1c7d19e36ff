// Writes docs/functions.md from the definitions: node engine/functions/reference/run.mjs
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const folder = dirname(fileURLToPath(import.meta.url))
const page = join(folder, '..', '..', '..', 'docs', 'functions.md')

const { outputFiles } = await build({
  entryPoints: [join(folder, 'entry.ts')],
  bundle: true,
  write: false,
  platform: 'neutral',
  format: 'esm',
  target: 'node20',
  logLevel: 'warning',
})
const source = Buffer.from(outputFiles[0].contents).toString('base64')
const { builtInReferencePage } = await import(`data:text/javascript;base64,${source}`)
writeFileSync(page, builtInReferencePage())
console.log('docs/functions.md is written.')
