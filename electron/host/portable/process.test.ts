import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { PortableOptions } from './options.ts'
import type { ProcessStatus } from './process.ts'
import { openPlugin, testPluginFolder } from './test-plugin/open-plugin.ts'
import type { OpenPlugin } from './test-plugin/open-plugin.ts'

let folder = ''
const patience = { timeout: 10_000 }

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plugin-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A plugin whose executable is a shell script. */
async function openScript(script: string, options: PortableOptions = {}): Promise<OpenPlugin> {
  const executable = join(folder, 'main')
  await writeFile(executable, `#!/bin/sh\n${script}\n`)
  await chmod(executable, 0o755)
  const description = { language: 'go', executable: 'main', functions: ['scale'] }
  await writeFile(join(folder, 'script.json'), JSON.stringify(description))
  return openPlugin(options, folder)
}

const use = (plugin: OpenPlugin): Promise<unknown> => {
  const [fn] = plugin.loaded.functions
  return fn ? fn.isAggregate() : Promise.reject(new Error('no function'))
}

test('the process starts with the first use, and its changes are told', async () => {
  await using plugin = await openPlugin()
  const states: ProcessStatus['state'][] = []
  plugin.loaded.onStatus(({ state }) => states.push(state))
  expect(plugin.loaded.status).toEqual({ state: 'stopped' })
  expect(await use(plugin)).toBe(false)
  await plugin.loaded.close()
  expect(states).toEqual(['starting', 'running', 'closed'])
})

test('an executable that exits at once fails at once, with its last words', async () => {
  await using plugin = await openScript('echo starting; echo "no module named acme" >&2; exit 4')
  await expect(use(plugin)).rejects.toThrow(
    /plugin script: exit status 4; its last output: .*no module named acme/,
  )
  expect(plugin.loaded.status).toMatchObject({ state: 'crashed' })
})

test('one that says nothing fails with the signal or status alone', async () => {
  await using plugin = await openScript('kill -9 $$')
  await expect(use(plugin)).rejects.toThrow('plugin script: signal: killed')
})

test('while it waits for its next start, the time of that is in the error', async () => {
  await using plugin = await openScript('exit 1', { restart: { firstMs: 60_000, maxMs: 60_000 } })
  await expect(use(plugin)).rejects.toThrow('exit status 1')
  await expect(use(plugin)).rejects.toThrow(/exit status 1; it starts again at \d\d:\d\d:\d\d/)
})

test('one that never says hello is ended after the limit', async () => {
  await using plugin = await openScript('exec sleep 600', { limits: { handshakeMs: 100 } })
  await expect(use(plugin)).rejects.toThrow(
    /did not say hello on .*plugin_script.ipc within 0.1 s: is the plugin's name in its own code also script\?/,
  )
})

test('what the process has started ends with it', async () => {
  const pidFile = join(folder, 'pids')
  const plugin = await openScript(`sleep 600 & echo $$ $! > ${pidFile}; wait`)
  const used = use(plugin).catch((error: unknown) => error)
  const pids = await vi.waitFor(async () => {
    const [parent = '', child = ''] = (await readFile(pidFile, 'utf8')).trim().split(' ')
    expect(child).not.toBe('')
    return [Number(parent), Number(child)]
  })
  await plugin[Symbol.asyncDispose]()
  await used
  for (const pid of pids) await vi.waitFor(() => expect(isRunning(pid)).toBe(false), patience)
})

test('a plugin that ends does not leave its own processes behind', async () => {
  const pidFile = join(folder, 'pids')
  await using plugin = await openScript(`sleep 600 >/dev/null 2>&1 & echo $! > ${pidFile}; exit 2`)
  await expect(use(plugin)).rejects.toThrow('exit status 2')
  const pid = Number(await readFile(pidFile, 'utf8'))
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), patience)
})

test('no plugin outlives a host that is killed', async () => {
  // As built: the programs of threads lie beside the host.
  const bundle = join(folder, 'host/host.mjs')
  const built = { bundle: true, format: 'esm', platform: 'node' } as const
  await build({
    ...built,
    entryPoints: [join(dirname(testPluginFolder), 'functions/thread-main.ts')],
    outfile: join(folder, 'host/portable-functions.js'),
  })
  await build({
    ...built,
    stdin: {
      contents: `import { loadPortablePlugin } from './load.ts'
        const options = { socketFolder: ${JSON.stringify(folder)}, environment: { ACME_SOCKETS: ${JSON.stringify(folder)} } }
        const { functions } = await loadPortablePlugin(${JSON.stringify(testPluginFolder)}, options)
        const { pid } = await functions[1].call([], { ruleId: '', operatorId: '', functionId: 0 })
        process.stdout.write(String(pid))`,
      resolveDir: dirname(testPluginFolder),
    },
    outfile: bundle,
  })
  await writeFile(join(folder, 'host/package.json'), '{"type":"module"}')
  const host = spawn(process.execPath, [bundle], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [pid] = (await once(host.stdout, 'data')) as [Buffer]
  expect(isRunning(Number(pid))).toBe(true)
  host.kill('SIGKILL')
  await vi.waitFor(() => expect(isRunning(Number(pid))).toBe(false), patience)
})

test('a missing interpreter is named', async () => {
  await writeFile(join(folder, 'main.py'), '')
  const description = { language: 'python', executable: 'main.py', functions: ['scale'] }
  await writeFile(join(folder, 'snake.json'), JSON.stringify(description))
  await using plugin = await openPlugin({ pythonCommand: 'python9' }, folder)
  await expect(use(plugin)).rejects.toThrow(
    /plugin snake: the command python9 was not found in PATH/,
  )
})

test('a socket that a killed process left behind is taken over', async () => {
  const sockets = await mkdtemp(join(tmpdir(), 'acme-'))
  const path = join(sockets, 'plugin_acme.ipc')
  const listenAndDie = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`
  spawnSync(process.execPath, ['-e', listenAndDie])
  expect(existsSync(path)).toBe(true)
  await using plugin = await openPlugin({ socketFolder: sockets })
  expect(await use(plugin)).toBe(false)
})

test('a socket that a living server listens on is an error that says what to do', async () => {
  const sockets = await mkdtemp(join(tmpdir(), 'acme-'))
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(join(sockets, 'plugin_acme.ipc'), resolve))
  await using plugin = await openPlugin({ socketFolder: sockets })
  await expect(use(plugin)).rejects.toThrow(
    /plugin_acme.ipc is in use: an eKuiper server or another Sluice on this machine .*; stop it first/,
  )
  server.close()
})

/** A zombie is over: only its parent has not looked yet. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const stat = `/proc/${String(pid)}/stat`
  return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, 'utf8'))
}
