import process from 'node:process'
import { findMosquitto } from '#setup/mosquitto'
import { runKillLoop } from './kill-loop.ts'

/** `npm run chaos -- [--seconds N] [--rate N] [--alter-queue]` */
const args = process.argv.slice(2)
const numberOf = (name: string, fallback: number): number => {
  const at = args.indexOf(name)
  if (at < 0) return fallback
  const value = Number(args[at + 1])
  if (!(value > 0)) throw new Error(`${name} needs a number above 0`)
  return value
}

const mosquitto = findMosquitto()
if (mosquitto === undefined) throw new Error('Mosquitto is missing: run `npm run setup -- --test`.')
const alterQueue = args.includes('--alter-queue')
const result = await runKillLoop({
  seconds: numberOf('--seconds', 60),
  rowsPerSecond: numberOf('--rate', 1000),
  alterQueue,
  mosquitto,
  say: (line) => console.log(line),
})
for (const [name, { repeated, late, missing }] of Object.entries({
  MQTT: result.mqtt,
  socket: result.socket,
})) {
  console.log(
    `${name}: ${missing.length} of ${result.rows} rows missing, ${late} out of order, ${repeated} sent twice`,
  )
}
console.log(`everything had arrived ${result.catchUpMs} ms after the feed ended`)
for (const complaint of result.complaints) console.log(complaint)
const arrivals = [result.mqtt, result.socket]
const isLost = arrivals.some(({ missing }) => missing.length > 0)
const isMixed = !alterQueue && arrivals.some(({ late }) => late > 0)
process.exitCode = isLost || isMixed || result.complaints.length > 0 ? 1 : 0
