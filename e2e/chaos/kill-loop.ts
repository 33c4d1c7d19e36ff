import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { build } from 'esbuild'
import { checkOrder, type Arrival } from './check-order.ts'
import { startFeeder } from './feeder.ts'
import { answers, freePort, killable, pause } from './processes.ts'
import { startWatchedBroker } from './watched-broker.ts'

export interface KillLoopOptions {
  readonly seconds: number
  readonly rowsPerSecond: number
  readonly mosquitto: string
  readonly alterQueue: boolean
  readonly say: (line: string) => void
}

export interface KillLoopResult {
  readonly rows: number
  readonly kills: Readonly<Record<Victim, number>>
  /** What arrived at the broker's subscriber and at the sink's other side. */
  readonly mqtt: Arrival
  readonly socket: Arrival
  readonly complaints: readonly string[]
  /** From the end of the feed until everything had arrived. */
  readonly catchUpMs: number
}

type Victim = 'sink' | 'broker' | 'host'
const victims: readonly Victim[] = ['sink', 'broker', 'host']
/** What is left when the feed ends must arrive in this time. */
const patienceMs = 120_000
const root = join(import.meta.dirname, '..', '..')

/** Rows at a steady rate while sink, broker and engine host are killed at random moments. */
export async function runKillLoop(options: KillLoopOptions): Promise<KillLoopResult> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-chaos-'))
  const cleanups: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })]
  try {
    return await loop(options, folder, cleanups)
  } finally {
    for (const cleanup of cleanups.reverse()) await cleanup()
  }
}

async function loop(
  { seconds, rowsPerSecond, mosquitto, alterQueue, say }: KillLoopOptions,
  folder: string,
  cleanups: (() => Promise<unknown>)[],
): Promise<KillLoopResult> {
  const broker = await startWatchedBroker(mosquitto)
  cleanups.push(() => broker.close())
  const file = join(folder, 'received.txt')
  const sinkPort = await freePort()
  const receiver = join(import.meta.dirname, 'receiver.mjs')
  const sink = killable([process.execPath, receiver, String(sinkPort), file], () =>
    answers(sinkPort),
  )
  await sink.start()
  cleanups.push(() => sink.kill())
  const feeder = await startFeeder(rowsPerSecond)
  cleanups.push(() => feeder.close())
  const host = killable([
    process.execPath,
    await bundleHost(folder),
    JSON.stringify({
      cacheFolder: join(folder, 'cache'),
      feedPort: feeder.port,
      brokerPort: broker.port,
      sinkPort,
      alterQueue,
    }),
  ])
  await host.start()
  cleanups.push(() => host.kill())

  const kills = { sink: 0, broker: 0, host: 0 }
  const parts = { sink, broker, host }
  const end = Date.now() + seconds * 1000
  while (Date.now() < end) {
    await pause(200 + Math.random() * 1000)
    const victim = victims[Math.floor(Math.random() * victims.length)] ?? 'host'
    await parts[victim].kill()
    kills[victim] += 1
    await pause(Math.random() * 600)
    await parts[victim].start()
  }
  await feeder.finish()
  const rows = feeder.accepted()
  const finished = Date.now()
  say(`${rows} rows accepted, kills: ${JSON.stringify(kills)}; waiting for what is left`)
  const inFile = (): readonly number[] => (existsSync(file) ? readNumbers(file) : [])
  const isAll = (): boolean =>
    checkOrder(broker.received, rows).missing.length === 0 &&
    checkOrder(inFile(), rows).missing.length === 0
  while (!isAll() && Date.now() < finished + patienceMs && host.complaints.length === 0) {
    await pause(200)
  }
  return {
    rows,
    kills,
    mqtt: checkOrder(broker.received, rows),
    socket: checkOrder(inFile(), rows),
    complaints: [...host.complaints],
    catchUpMs: Date.now() - finished,
  }
}

/** A line that a killed process wrote in part is no number. */
function readNumbers(file: string): readonly number[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => /^\d+$/.test(line))
    .map(Number)
}

/** The host as the app ships it: bundled, in plain JavaScript. */
async function bundleHost(folder: string): Promise<string> {
  const outfile = join(folder, 'chaos-host.mjs')
  await build({
    entryPoints: [join(root, 'electron', 'host', 'sink-store', 'testing', 'chaos-host.ts')],
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outfile,
    logLevel: 'warning',
    // Packages that are CommonJS ask for Node's modules with `require`.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  })
  return outfile
}
