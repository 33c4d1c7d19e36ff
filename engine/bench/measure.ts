/** A way to do the work once, and how many rows that is. */
export interface Contender {
  readonly rows: number
  readonly pass: () => void
}

export interface Figures {
  readonly median: number
  readonly best: number
  /** Round by round: those of one round are best compared, since they met the same moment. */
  readonly rates: readonly number[]
}

const rounds = 9
const warmUpMs = 500
const roundMs = 120

/**
 * Rows per second of processor time (garbage collection included): what one core does, whatever else the
 * machine is busy with. The contenders take turns, so that a slow moment of the machine meets all of them.
 */
export function measure<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
): Readonly<Record<Name, Figures>> {
  const names = Object.keys(contenders) as Name[]
  for (const name of names) rate(contenders[name], warmUpMs)
  const rates = new Map<Name, number[]>(names.map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const name of names) rates.get(name)?.push(rate(contenders[name], roundMs))
  }
  return Object.fromEntries(
    names.map((name) => [name, figuresOf(rates.get(name) ?? [])]),
  ) as Record<Name, Figures>
}

function rate({ rows, pass }: Contender, forMs: number): number {
  const until = performance.now() + forMs
  const before = process.cpuUsage()
  let passes = 0
  do {
    pass()
    passes += 1
  } while (performance.now() < until)
  const { user, system } = process.cpuUsage(before)
  return (rows * passes * 1e6) / (user + system)
}

function figuresOf(rates: readonly number[]): Figures {
  const sorted = [...rates].sort((a, b) => a - b)
  return { median: sorted[sorted.length >> 1] ?? 0, best: sorted.at(-1) ?? 0, rates }
}
