/**
 * Rows per second of processor time after a warm-up, garbage collection included: what one core does,
 * whatever else the machine is busy with.
 */
export function measure(rows: number, pass: () => void): number {
  const warmUntil = performance.now() + 500
  while (performance.now() < warmUntil) pass()
  const before = process.cpuUsage()
  const until = performance.now() + 1500
  let passes = 0
  do {
    pass()
    passes += 1
  } while (performance.now() < until)
  const { user, system } = process.cpuUsage(before)
  return (rows * passes * 1e6) / (user + system)
}
