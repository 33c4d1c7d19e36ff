// The figures of sinks: `npm run bench -- sinks [part of a name]`. Each measurement has a process of its own.
import { measureEach } from './measure-each.mjs'

const header = `\
Rows per second of processor time on one core, and how many times that of each way beside it: the median of
nine rounds, in each of which all ways take their turn. JSON is written as the bytes of a sink's messages.
`

/** Measures what sinks cost; `folder` is for the bundle, `flags` are V8's, `parts` are of the names that are wanted. */
export async function benchSinks({ folder, flags, parts, isJson }) {
  if (!isJson) console.log(header)
  return measureEach({ entry: 'sinks.ts', folder, flags, parts, done: isJson ? () => {} : print })
}

function print({ name, figures: { ours, ...others } }) {
  const rate = Math.round(ours.median).toLocaleString('en').padStart(10)
  const ratios = Object.entries(others).map(
    ([other, { rates }]) => `${ratio(ours.rates, rates).toFixed(2)} ${other}`,
  )
  console.log(`${name.padEnd(48)}${rate}   ${ratios.join('   ')}`)
}

function ratio(rates, others) {
  const ratios = rates.map((rate, round) => rate / others[round]).sort((a, b) => a - b)
  return ratios[ratios.length >> 1]
}
