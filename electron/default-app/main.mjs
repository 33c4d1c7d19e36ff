/**
 * What the fallback runtime starts with, in place of the default app that Electron distributions
 * bring and this one lacks: `electron [-r MODULE]... APP [ARGUMENTS]`. It loads the app that the
 * command line names, as the original does, so that the app cannot tell the difference.
 */
import { app } from 'electron'
import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * What only a default app needs is not in Electron's published types.
 *
 * @typedef {{ setVersion(version: string): void, setAppPath(folder: string): void }} Internals
 */
const internals = /** @type {import('electron').App & Internals} */ (app)

/**
 * @param {readonly string[]} args
 * @returns {{ modules: string[], appPath: string | undefined }}
 */
function parse(args) {
  /** @type {string[]} */
  const modules = []
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? ''
    if (arg === '-r' || arg === '--require') {
      index += 1
      modules.push(args[index] ?? '')
    } else if (!arg.startsWith('-')) {
      return { modules, appPath: arg }
    }
  }
  return { modules, appPath: undefined }
}

/** @param {string} appPath a folder with a package.json, or a script */
function findMain(appPath) {
  const absolute = path.resolve(appPath)
  if (!statSync(absolute).isDirectory()) return { folder: path.dirname(absolute), main: absolute }
  const manifest = JSON.parse(readFileSync(path.join(absolute, 'package.json'), 'utf8'))
  app.name = manifest.productName ?? manifest.name ?? app.name
  internals.setVersion(String(manifest.version ?? '0.0.0'))
  const main = path.resolve(absolute, manifest.main ?? 'index.js')
  return { folder: absolute, main }
}

/** @param {string} message */
function fail(message) {
  process.stderr.write(`${message}\n`)
  app.exit(1)
}

const { modules, appPath } = parse(process.argv.slice(1))
Object.assign(process, { defaultApp: true })
const require = createRequire(path.join(process.cwd(), 'package.json'))
for (const module of modules) require(module)

if (appPath === undefined) {
  fail('No app given. Usage: electron [-r MODULE] APP [ARGUMENTS]')
} else {
  try {
    const { folder, main } = findMain(appPath)
    internals.setAppPath(folder)
    // Electron holds `ready` back until this module is done, so the app must be loaded within it.
    await import(pathToFileURL(main).href)
  } catch (error) {
    fail(`Cannot load ${appPath}: ${error instanceof Error ? error.stack : String(error)}`)
  }
}
