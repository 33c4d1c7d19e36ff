/**
 * Builds the app into `out/`: main process, preload, engine host and command line with esbuild, the
 * renderer with vite. What has not changed is not built again. As a command:
 * `npm run build -- [--force] [--only main,host]`.
 */
import { existsSync } from 'node:fs'
import { copyFile, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  bundleSources,
  bundleTargets,
  renderer,
  rendererSources,
  shippedFiles,
} from './build-targets.mjs'
import { readIfPresent, replaceFile } from './files.mjs'
import { inRepository, repositoryFolder } from './paths.mjs'
import { createProgress } from './progress.mjs'
import { lastLines, runCommand } from './run-command.mjs'
import { describeFailure, messageOf, SetupError } from './setup-error.mjs'
import { hashSources } from './source-hash.mjs'

/**
 * Builds what is missing or not current.
 *
 * @param {object} [options]
 * @param {import('./progress.mjs').Progress} [options.progress]
 * @param {boolean} [options.force] builds even what is current
 * @param {readonly string[]} [options.only] names of targets; all if absent
 */
export async function buildApp({ progress = createProgress(), force = false, only } = {}) {
  const isWanted = (/** @type {{ name: string }} */ target) => only?.includes(target.name) ?? true
  const parts = [
    {
      title: 'Build of the app',
      stamp: 'out/app-sources.txt',
      sources: bundleSources,
      targets: bundleTargets.filter(isWanted),
      build: () => bundle(bundleTargets.filter(isWanted)),
      results: [
        ...bundleTargets.map(({ outfile }) => outfile),
        ...shippedFiles.map(({ to }) => to),
      ],
      isWhole: bundleTargets.every(isWanted),
    },
    {
      title: 'Build of the window',
      stamp: 'out/renderer-sources.txt',
      sources: rendererSources,
      targets: [renderer].filter(isWanted),
      build: buildRenderer,
      results: [`${renderer.out}/index.html`],
      isWhole: true,
    },
  ]
  for (const part of parts.filter(({ targets }) => targets.length > 0)) {
    const hash = await hashSources(repositoryFolder, part.sources)
    const isCurrent =
      readIfPresent(inRepository(part.stamp)) === hash &&
      part.results.every((file) => existsSync(inRepository(file)))
    if (isCurrent && !force) continue
    await progress.run(part.title, part.build)
    if (part.isWhole) await replaceFile(inRepository(part.stamp), hash)
  }
}

/** @param {readonly import('./build-targets.mjs').BundleTarget[]} targets */
async function bundle(targets) {
  const missing = targets.find((target) => !existsSync(inRepository(target.entry)))
  if (missing !== undefined) throw missingSource(missing.entry)
  for (const { from, to } of shippedFiles) {
    await mkdir(path.dirname(inRepository(to)), { recursive: true })
    await copyFile(inRepository(from), inRepository(to))
  }
  const esbuild = await import('esbuild')
  for (const { entry, outfile, format } of targets) {
    try {
      await esbuild.build({
        absWorkingDir: repositoryFolder,
        entryPoints: [entry],
        outfile,
        format,
        bundle: true,
        platform: 'node',
        target: 'node20',
        external: ['electron', 'esbuild'],
        sourcemap: 'linked',
        logLevel: 'silent',
        ...(format === 'esm' ? { banner: { js: commonJsNames } } : {}),
      })
    } catch (error) {
      throw new SetupError(`Building ${entry} failed:\n${messageOf(error)}`, fixSources, {
        cause: error,
      })
    }
  }
}

/**
 * Packages written for CommonJS keep their `require` of Node's modules when they are bundled into
 * an ES module, which has none of these names.
 */
const commonJsNames = [
  "import { createRequire as createRequireOfBundle } from 'node:module'",
  "import { fileURLToPath as pathOfBundle } from 'node:url'",
  'const require = createRequireOfBundle(import.meta.url)',
  'const __filename = pathOfBundle(import.meta.url)',
  "const __dirname = pathOfBundle(new URL('.', import.meta.url))",
].join(';')

async function buildRenderer() {
  if (!existsSync(inRepository(renderer.config))) throw missingSource(renderer.config)
  const result = await runCommand(
    process.execPath,
    [
      inRepository('node_modules', 'vite', 'bin', 'vite.js'),
      ...['build', 'renderer', '--config', renderer.config, '--logLevel', 'warn'],
      ...['--outDir', inRepository(renderer.out), '--emptyOutDir'],
    ],
    // NODE_ENV from a test runner would build React's development version.
    { cwd: repositoryFolder, env: { ...process.env, NODE_ENV: 'production' } },
  )
  if (result.code === 0) return
  throw new SetupError(`Building the renderer failed:\n${lastLines(result.output, 30)}`, fixSources)
}

const fixSources =
  'Fix the source named above. If it is not yours, restore it with git, or run `npm ci` if a\n' +
  'package is named.'

/** @param {string} file */
const missingSource = (file) =>
  new SetupError(`The source ${file} is missing.`, `Restore it: git checkout ${file}`)

/** @param {readonly string[]} args */
function parseArguments(args) {
  const index = args.indexOf('--only')
  const only = index < 0 ? undefined : (args[index + 1] ?? '').split(',')
  const known = [...bundleTargets.map((target) => target.name), renderer.name]
  const unknown = only?.find((name) => !known.includes(name))
  if (unknown !== undefined) {
    throw new SetupError(`--only ${unknown} is no target.`, `Targets: ${known.join(', ')}`)
  }
  return { force: args.includes('--force'), ...(only === undefined ? {} : { only }) }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await buildApp(parseArguments(process.argv.slice(2)))
    process.stderr.write(`Built into ${path.join(repositoryFolder, 'out')}\n`)
  } catch (error) {
    process.stderr.write(`${describeFailure(error)}\n`)
    process.exitCode = 1
  }
}
