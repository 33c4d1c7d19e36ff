/** The best of several timed passes, in rows per second, after a warm-up. */
export function measure(rows: number, pass: () => void): number {
  const warmUntil = performance.now() + 400
  while (performance.now() < warmUntil) pass()
  let best = Infinity
  const until = performance.now() + 1200
  do {
    const start = performance.now()
    pass()
    best = Math.min(best, performance.now() - start)
  } while (performance.now() < until)
  return (rows / best) * 1000
}
