/**
 * `wanted`, or with the first number behind it that is free. `firstNumber` makes even the first one
 * numbered.
 */
export function freeName(wanted: string, taken: ReadonlySet<string>, firstNumber?: number): string {
  if (firstNumber === undefined && !taken.has(wanted)) return wanted
  const stem = wanted.replace(/[ _]?\d+$/, '')
  const separator = stem.includes(' ') ? ' ' : '_'
  for (let number = firstNumber ?? 2; ; number += 1) {
    const name = `${stem}${separator}${number}`
    if (!taken.has(name)) return name
  }
}
