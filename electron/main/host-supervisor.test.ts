import { fork } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { superviseHost } from './host-supervisor.ts'
import type { HostDeath, HostSupervisor, LaunchHost, SupervisorTimes } from './host-supervisor.ts'

interface TestPort {
  close(): void
}

const program = join(import.meta.dirname, 'testing', 'small-host.mjs')

/** A real process that ends for real, as a child of Node instead of Electron. */
const launcher =
  (args: readonly string[] = []): LaunchHost<TestPort> =>
  ({ onMessage, onErrorText, onExit }) => {
    const child = fork(program, args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    child.stderr?.on('data', (data: Buffer) => onErrorText(data.toString('utf8')))
    child.on('message', onMessage)
    child.once('close', (code) => onExit(code ?? 15))
    return {
      send: (message) => void child.send(message),
      end: () => void child.kill('SIGKILL'),
    }
  }

const open: HostSupervisor<TestPort>[] = []
afterEach(async () => {
  for (const host of open.splice(0)) await host.close()
})

interface Watched {
  readonly host: HostSupervisor<TestPort>
  readonly nextEnd: () => Promise<number>
  readonly nextDeath: () => Promise<HostDeath>
  readonly nextRestart: () => Promise<unknown>
  readonly errorText: () => string
}

function watch(launch: LaunchHost<TestPort>, times?: SupervisorTimes): Watched {
  const ends = createQueue<number>()
  const deaths = createQueue<HostDeath>()
  const restarts = createQueue<unknown>()
  let errorText = ''
  const host = superviseHost(
    launch,
    {
      onStatus: () => undefined,
      onEnded: ends.put,
      onLog: () => undefined,
      onErrorText: (text) => {
        errorText += text
      },
      onDied: deaths.put,
      onPlugins: () => undefined,
      onRestarted: restarts.put,
    },
    times,
  )
  open.push(host)
  return {
    host,
    nextEnd: ends.take,
    nextDeath: deaths.take,
    nextRestart: restarts.take,
    errorText: () => errorText,
  }
}

interface Queue<Item> {
  readonly put: (item: Item) => void
  readonly take: () => Promise<Item>
}

function createQueue<Item>(): Queue<Item> {
  const items: Item[] = []
  const takers: ((item: Item) => void)[] = []
  return {
    put(item) {
      const taker = takers.shift()
      if (taker === undefined) items.push(item)
      else taker(item)
    },
    take: () =>
      new Promise((resolve) => {
        const item = items.shift()
        if (item === undefined) takers.push(resolve)
        else resolve(item)
      }),
  }
}

const hasty: SupervisorTimes = { startMs: 1500, stopMs: 300, closeMs: 3000 }

const runOf = (id: string) => ({
  streams: [],
  rules: [{ id, actions: [], options: {} }],
  sourceConfigurations: {},
})

test('commands are answered by the process', async () => {
  const { host, nextEnd } = watch(launcher())
  expect((await host.ready()).brokerUrl).toBe('tcp://127.0.0.1:1')
  expect(await host.start(runOf('end'))).toEqual({ ok: true, runId: 7, warnings: [] })
  expect(await nextEnd()).toBe(7)
  expect(await host.stop()).toBeUndefined()
  await host.start(runOf('fine'))
  expect(await host.stop()).toBe(7)
})

test('a process that dies with a rule running is named with its fault and started again', async () => {
  const { host, nextDeath, nextRestart } = watch(launcher())
  const started = host.start(runOf('crash_at_start'))
  await expect(started).rejects.toThrow('TypeError: rows is not iterable')
  const death = await nextDeath()
  expect(death).toMatchObject({ rules: ['crash_at_start'], willRestart: true })
  expect(death.message).toMatch(/exit code 1\): TypeError: rows is not iterable/)
  await nextRestart()
  expect(await host.start(runOf('fine'))).toMatchObject({ ok: true })
})

test('a death between two commands tells which run it ended', async () => {
  const { host, nextDeath } = watch(launcher())
  await host.start(runOf('crash_later'))
  expect(await nextDeath()).toMatchObject({ rules: ['crash_later'], runId: 7 })
})

test('a process that does not answer is ended and started again', async () => {
  const { host, nextDeath, nextRestart } = watch(launcher(), hasty)
  await host.ready()
  await expect(host.start(runOf('hang'))).rejects.toThrow('did not answer for 1.5 s')
  expect(await nextDeath()).toMatchObject({ rules: ['hang'] })
  await nextRestart()
})

test('a run that hangs is stopped by ending the process', async () => {
  const { host, nextDeath, nextRestart } = watch(launcher(), hasty)
  await host.start(runOf('hang_later'))
  expect(await host.stop()).toBe(7)
  expect(await nextDeath()).toMatchObject({ rules: ['hang_later'], willRestart: true })
  await nextRestart()
})

test('a fault of one command leaves the process alone', async () => {
  const { host } = watch(launcher())
  await expect(host.start(runOf('fault'))).rejects.toMatchObject({
    code: 'IPC7004',
    message: 'a fault of ours',
  })
  expect(await host.start(runOf('fine'))).toMatchObject({ ok: true })
})

test('a process that always dies is given up after some restarts, and commands fail at once', async () => {
  const { host, nextDeath } = watch(launcher(['never']))
  let death = await nextDeath()
  expect(death.message).toContain('no port is free')
  while (death.willRestart) death = await nextDeath()
  await expect(host.start(runOf('fine'))).rejects.toMatchObject({ code: 'IPC7010' })
  await expect(host.ready()).rejects.toMatchObject({ code: 'IPC7010' })
  await host.close()
})

test('a port for a process that is gone is closed', async () => {
  const { host, nextDeath } = watch(launcher(['never']))
  await new Promise<void>((resolve) => host.sendRowPort({ close: resolve }))
  while ((await nextDeath()).willRestart);
})

test('a process that tells a secret as it dies is not repeated', async () => {
  const { host, nextDeath, errorText } = watch(launcher())
  await host.start(runOf('tell'), ['c0rrect-horse'])
  const { message } = await nextDeath()
  expect(message).toContain('login with *** failed')
  expect(errorText()).toContain('login with *** failed')
  expect(`${message}${errorText()}`).not.toContain('horse')
})
