#!/usr/bin/env node
/**
 * `npx sluice ...`: builds the command line where it is missing or older than its sources, then runs it.
 * Everything setup says goes to stderr; stdout is the command's.
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describeFailure } from '../setup/setup-error.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..')
const built = path.join(root, 'out', 'cli', 'sluice.js')

try {
  // A packaged copy has no sources to build from.
  if (existsSync(path.join(root, 'electron', 'cli', 'main.ts'))) {
    const { setUp } = await import('../setup/setup.mjs')
    await setUp({ need: 'cli' })
  }
  await import(pathToFileURL(built).href)
} catch (error) {
  process.stderr.write(`${describeFailure(error)}\n`)
  process.exitCode = 1
}
