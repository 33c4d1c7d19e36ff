import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'

/** A running `sluice` command, as a user starts it. */
export interface Sluice {
  readonly stdout: () => string
  readonly stderr: () => string
  /** Resolves as soon as the text is in one of the outputs. */
  readonly says: (text: string) => Promise<void>
  readonly signal: (signal: NodeJS.Signals) => void
  /** The exit code. */
  readonly ended: Promise<number>
}

const launcher = join(import.meta.dirname, '..', 'sluice.mjs')

export function sluice(...args: readonly string[]): Sluice {
  return sluiceWith(process.env, ...args)
}

/** The same in this environment. */
export function sluiceWith(env: NodeJS.ProcessEnv, ...args: readonly string[]): Sluice {
  const child: ChildProcess = spawn(process.execPath, [launcher, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const texts = { stdout: '', stderr: '' }
  let watchers: (() => void)[] = []
  const collect = (name: keyof typeof texts) => (chunk: string) => {
    texts[name] += chunk
    for (const watch of watchers) watch()
  }
  child.stdout?.setEncoding('utf8').on('data', collect('stdout'))
  child.stderr?.setEncoding('utf8').on('data', collect('stderr'))
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? -1))
  })
  return {
    stdout: () => texts.stdout,
    stderr: () => texts.stderr,
    says: (text) =>
      new Promise((resolve, reject) => {
        const watch = (): void => {
          if (!`${texts.stdout}${texts.stderr}`.includes(text)) return
          watchers = watchers.filter((other) => other !== watch)
          resolve()
        }
        watchers.push(watch)
        watch()
        void ended.then(() => reject(new Error(`it ended without "${text}": ${texts.stderr}`)))
      }),
    signal: (signal) => void child.kill(signal),
    ended,
  }
}
