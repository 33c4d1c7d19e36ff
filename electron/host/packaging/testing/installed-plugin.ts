import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { vi } from 'vitest'
import { readZip } from '../../portable/package/zip.ts'
import { findPackagedPlugins, packagePlugins } from '../index.ts'

export interface Installed extends AsyncDisposable {
  /** Where it is unpacked: `plugins/portable/<name>`, with `data` beside `plugins`, as on a server. */
  readonly folder: string
  readonly socketFolder: string
  readonly dataFolder: string
  readonly output: () => string
  /** As a server starts it. */
  start(environment?: Readonly<Record<string, string>>): ChildProcess
  /** What a collector of the test plugin got, when there are so many. */
  collected(sink: string, count: number): Promise<unknown[]>
}

/** Packs the plugins of a folder. */
export async function pack(source: string, name: string): Promise<Buffer> {
  const { candidates } = await findPackagedPlugins(source)
  return (await packagePlugins(name, candidates)).zip
}

/** Unpacks a package as a server does. */
export async function install(zip: Buffer, name: string): Promise<Installed> {
  const root = await mkdtemp(join(tmpdir(), 'kuiper-'))
  const folder = join(root, 'plugins', 'portable', name)
  const socketFolder = join(root, 's')
  await mkdir(socketFolder)
  await mkdir(join(root, 'data'))
  for (const { path, data, mode } of readZip(zip)) {
    const target = join(folder, path)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, data, { mode: mode ?? 0o644 })
  }
  const dataFolder = join(root, 'data', 'sluice', name)
  const children: ChildProcess[] = []
  let output = ''
  return {
    folder,
    socketFolder,
    dataFolder,
    output: () => output,
    start(environment = {}) {
      const child = spawn(join(folder, name), ['{"sendTimeout":1000}'], {
        cwd: folder,
        env: { ...process.env, SLUICE_SOCKET_FOLDER: socketFolder, ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          output += text
        })
      }
      children.push(child)
      return child
    },
    collected: (sink, count) =>
      vi.waitFor(
        async () => {
          const text = await readFile(join(dataFolder, `sink-${sink}`, 'collected.jsonl'), 'utf8')
          const lines = text.trim().split('\n')
          if (lines.length < count) throw new Error(`${String(lines.length)} rows: ${output}`)
          return lines.map((line) => JSON.parse(line) as unknown)
        },
        { timeout: 5000, interval: 10 },
      ),
    async [Symbol.asyncDispose]() {
      for (const child of children) child.kill('SIGKILL')
      await rm(root, { recursive: true, force: true })
    },
  }
}
