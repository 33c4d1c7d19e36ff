/**
 * What is built from what. Every npm package is bundled, so that the app needs no node_modules;
 * only `electron`, which the runtime has, and `esbuild`, which is a native program, stay outside.
 */

/**
 * @typedef {object} BundleTarget
 * @property {string} name for `--only`
 * @property {string} entry
 * @property {string} outfile
 * @property {'esm' | 'cjs'} format
 */

/** @type {readonly BundleTarget[]} */
export const bundleTargets = [
  { name: 'main', entry: 'electron/main/main.ts', outfile: 'out/main/main.js', format: 'esm' },
  {
    name: 'preload',
    entry: 'electron/preload/preload.ts',
    outfile: 'out/preload/preload.cjs',
    // A sandboxed preload is loaded as CommonJS.
    format: 'cjs',
  },
  {
    name: 'host',
    entry: 'electron/host/host-process.ts',
    outfile: 'out/host/host.js',
    format: 'esm',
  },
  {
    name: 'plugin-runner',
    entry: 'electron/host/user-plugins/runner/main.ts',
    outfile: 'out/host/plugin-runner.js',
    format: 'esm',
  },
  {
    name: 'plugin-function-runner',
    entry: 'electron/host/user-plugins/runner/function-main.ts',
    outfile: 'out/host/plugin-function-runner.js',
    format: 'esm',
  },
  {
    name: 'portable-functions',
    entry: 'electron/host/portable/functions/thread-main.ts',
    outfile: 'out/host/portable-functions.js',
    format: 'esm',
  },
  {
    name: 'portable-peer',
    entry: 'electron/host/packaging/peer/main.ts',
    outfile: 'out/host/portable-peer.js',
    format: 'esm',
  },
  {
    name: 'plugin-api',
    entry: 'engine/api/index.ts',
    outfile: 'out/host/plugin-api.js',
    format: 'esm',
  },
  { name: 'cli', entry: 'electron/cli/main.ts', outfile: 'out/cli/sluice.js', format: 'esm' },
]

/** Files that are read while the app runs, as they are. */
export const shippedFiles = [
  { from: 'electron/host/user-plugins/runner/user-api.ts', to: 'out/host/plugin-types.ts' },
]

export const renderer = { name: 'renderer', config: 'renderer/vite.config.ts', out: 'out/renderer' }

/** Folders and files whose content decides whether a bundle is still current. */
export const bundleSources = [
  'engine',
  'plugins',
  'electron/main',
  'electron/preload',
  'electron/host',
  'electron/cli',
  'electron/ipc',
  'electron/setup/build.mjs',
  'electron/setup/build-targets.mjs',
  'package.json',
  'package-lock.json',
]

/** The same for the renderer, which bundles the engine's language part and the contract. */
export const rendererSources = [
  'renderer',
  'engine',
  'electron/ipc',
  'electron/setup/build.mjs',
  'electron/setup/build-targets.mjs',
  'package.json',
  'package-lock.json',
]
