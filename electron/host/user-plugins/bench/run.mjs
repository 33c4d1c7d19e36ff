/** `node electron/host/user-plugins/bench/run.mjs`: builds the benchmark beside the host and runs it. */
import { build } from 'esbuild'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { buildApp } from '../../../setup/build.mjs'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const outfile = `${root}out/host/plugin-bench.js`
await buildApp({ only: ['plugin-runner', 'plugin-function-runner', 'plugin-api'] })
await build({
  absWorkingDir: root,
  entryPoints: ['electron/host/user-plugins/bench/isolation.ts'],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['esbuild'],
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
})
process.exitCode = spawnSync(process.execPath, [outfile], { stdio: 'inherit' }).status ?? 1
