import { spawn } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, dirname, isAbsolute, join } from 'node:path'
import type { PortableDefinition } from '../definition.ts'
import type { PortableSettings } from '../options.ts'
import { PortableError } from '../protocol/errors.ts'
import type { OutputTail } from './output-tail.ts'

/**
 * A guard in the plugin's process group ends the whole group when the pipe to the host closes. So no
 * process of a plugin outlives the host, even one that was killed, and a child that the plugin itself
 * started does not outlive the plugin. `exec` makes the plugin the leader of the group.
 */
const GUARD = `exec 3<&0
( exec >/dev/null 2>&1; read -r _ <&3; kill -9 0 ) &
exec "$0" "$@" </dev/null 3<&-`

/** eKuiper's only argument; the Go SDK reads it, the Python SDK ignores it. */
const ARGUMENT = '{"sendTimeout":1000}'

export interface RunningChild {
  readonly pid: number
  /** Ends the plugin and everything it started. */
  kill(): void
}

export interface ChildHandlers {
  readonly output: OutputTail
  /** `exit status 7` or `signal: killed`, as eKuiper writes it. */
  readonly onExit: (description: string) => void
}

/** Starts the executable. Throws a PortableError where that cannot work. */
export function startChild(
  definition: PortableDefinition,
  settings: PortableSettings,
  { output, onExit }: ChildHandlers,
): RunningChild {
  if (process.platform === 'win32') {
    throw new PortableError(
      'process',
      'portable plugins need Unix sockets, which Windows does not offer them',
    )
  }
  const command = commandLine(definition, settings)
  const child = spawn('/bin/sh', ['-c', GUARD, ...command], {
    cwd: dirname(definition.executable),
    env: { ...process.env, ...settings.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  })
  let isOver = false
  const end = (description: string): void => {
    if (isOver) return
    isOver = true
    child.stdin.destroy()
    output.flush()
    onExit(description)
  }
  child.stdin.on('error', ignoreBrokenPipe)
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.add('stdout', text)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.add('stderr', text)
  })
  child.on('error', (error) => {
    end(error.message)
  })
  child.on('close', (code, signal) => {
    end(describeExit(code, signal))
  })
  // `close` comes after the last output, but a child of the plugin may hold its output open.
  child.on('exit', (code, signal) => {
    child.stdin.destroy()
    setTimeout(end, 200, describeExit(code, signal)).unref()
  })
  return { pid: child.pid ?? 0, kill: () => killGroup(child.pid) }
}

function commandLine(definition: PortableDefinition, settings: PortableSettings): string[] {
  const { executable, language, virtualEnvironment } = definition
  checkFile(definition)
  if (language === 'go') return [executable, ARGUMENT]
  const python = settings.pythonCommand
  if (virtualEnvironment !== undefined) {
    return [findCommand('conda'), 'run', '-n', virtualEnvironment, python, executable, ARGUMENT]
  }
  return [findCommand(python), '-u', executable, ARGUMENT]
}

function checkFile({ executable, language, name }: PortableDefinition): void {
  try {
    if (!statSync(executable).isFile()) throw new Error('it is not a file')
    accessSync(executable, language === 'go' ? constants.X_OK : constants.R_OK)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new PortableError(
      'process',
      `plugin ${name}: cannot run its executable ${executable}: ${why}`,
    )
  }
}

function findCommand(command: string): string {
  if (isAbsolute(command)) return command
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  for (const folder of folders) {
    const candidate = join(folder, command)
    if (isExecutable(candidate)) return candidate
  }
  throw new PortableError(
    'process',
    `the command ${command} was not found in PATH; install it or set another Python command`,
  )
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

function describeExit(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal !== null) return signal === 'SIGKILL' ? 'signal: killed' : `signal: ${signal}`
  return `exit status ${String(code)}`
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    // The group is gone already.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

function ignoreBrokenPipe(): void {
  // Nothing is ever written: the pipe only tells the guard that the host lives.
}
