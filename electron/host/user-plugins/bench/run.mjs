/** `node electron/host/user-plugins/bench/run.mjs`: builds the benchmark and a plugin's runner, and runs it. */
import { build } from 'esbuild'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
// The host looks for the runner in a folder `host` beside its own.
const folder = `${root}out/plugin-bench/host`
const targets = {
  'isolation.js': 'electron/host/user-plugins/bench/isolation.ts',
  'plugin-runner.js': 'electron/host/user-plugins/runner/main.ts',
}
for (const [name, entry] of Object.entries(targets)) {
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: `${folder}/${name}`,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['esbuild'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  })
}
const { status } = spawnSync(process.execPath, [`${folder}/isolation.js`], { stdio: 'inherit' })
process.exitCode = status ?? 1
