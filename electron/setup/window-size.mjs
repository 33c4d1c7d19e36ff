/**
 * The window size among the app's arguments (`--size 1600x1000` or `--size=1600x1000`), or nothing.
 * The app checks the value; here it only makes the virtual display large enough.
 *
 * @param {readonly string[]} args
 * @returns {{ width?: number, height?: number }}
 */
export function parseSize(args) {
  const index = args.findIndex((arg) => arg === '--size' || arg.startsWith('--size='))
  const arg = args[index] ?? ''
  const text = arg === '--size' ? args[index + 1] : arg.slice('--size='.length)
  const [, width, height] = /^(\d{1,5})x(\d{1,5})$/.exec(text ?? '') ?? []
  if (width === undefined || height === undefined) return {}
  return { width: Number(width), height: Number(height) }
}
