#!/usr/bin/env node
// Bundles the kill loop and runs it: `npm run chaos -- [--seconds 60] [--rate 1000] [--alter-queue]`.
import { build } from 'esbuild'
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
// Beside the sources, because the loop finds its other files from its own place.
const outfile = join(here, `.chaos-${process.pid}.mjs`)
try {
  await build({
    entryPoints: [join(here, 'chaos.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    outfile,
    logLevel: 'warning',
  })
  await import(pathToFileURL(outfile).href)
} finally {
  await rm(outfile, { force: true })
}
