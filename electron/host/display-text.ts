import { toJsonText } from '#engine'

/** A row as JSON text. One that JSON cannot hold (NaN, an infinity) is shown with the reason instead. */
export function displayText(value: Parameters<typeof toJsonText>[0]): string {
  try {
    return toJsonText(value)
  } catch (error) {
    return JSON.stringify({ error: error instanceof Error ? error.message : String(error) })
  }
}
