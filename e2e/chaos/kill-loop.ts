import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { build } from 'esbuild'
import { Arrivals, type Arrival } from './check-order.ts'
import { startFeeder } from './feeder.ts'
import { FollowedFile } from './followed-file.ts'
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
/** What is left when the feed ends is lost when nothing of it comes for so long, however busy the computer. */
const patienceMs = 60_000
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
  const arrived = new Arrivals()
  // A line that a killed process wrote in part is no number.
  const followed = new FollowedFile(file, (line) => {
    if (/^\d+$/.test(line)) arrived.add(Number(line))
  })
  cleanups.push(() => Promise.resolve(followed.close()))
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
  const isHostGone = (): boolean => host.complaints.length > 0
  await feeder.finish(isHostGone)
  const rows = feeder.accepted()
  const finished = Date.now()
  say(`${rows} rows accepted, kills: ${JSON.stringify(kills)}; waiting for what is left`)
  const count = (): number => {
    followed.read()
    return broker.received.count + arrived.count
  }
  let before = -1
  let lastNews = finished
  while (count() < 2 * rows && Date.now() < lastNews + patienceMs && !isHostGone()) {
    if (count() > before) lastNews = Date.now()
    before = count()
    await pause(200)
  }
  return {
    rows,
    kills,
    mqtt: broker.received.upTo(rows),
    socket: arrived.upTo(rows),
    complaints: [...host.complaints],
    catchUpMs: Date.now() - finished,
  }
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
