import { readFileSync } from 'node:fs'
import { inRepository } from '../paths.mjs'
import { SetupError } from '../setup-error.mjs'

/** Refuses a Node that is too old for the app's tools, before they fail in less clear ways. */
export function checkNodeVersion(running = process.versions.node) {
  const manifest = JSON.parse(readFileSync(inRepository('package.json'), 'utf8'))
  const needed = String(manifest.engines.node).replace(/^>=\s*/, '')
  if (isAtLeast(running, needed)) return
  throw new SetupError(
    `Node ${running} is too old: Sluice needs Node ${needed} or newer.`,
    'Install a newer Node (nodejs.org or your version manager) and run this again.',
  )
}

/**
 * @param {string} version
 * @param {string} needed
 */
export function isAtLeast(version, needed) {
  const have = version.split('.').map(Number)
  const want = needed.split('.').map(Number)
  for (let index = 0; index < 3; index += 1) {
    const difference = (have[index] ?? 0) - (want[index] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return true
}
