import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import type { WireError } from '../protocol.ts'

/** Codes of Node that mean: the other side is away. */
const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
])

/** `file` is the plugin's own file: the place of an error is its first stack line there. */
export function toWireError(error: unknown, file: string): WireError {
  const { kind, code, property } = isObject(error) ? error : {}
  const isConnectionError =
    kind === 'connection-error' || (typeof code === 'string' && awayCodes.has(code))
  const place = error instanceof Error ? placeIn(error.stack ?? '', file) : undefined
  return {
    message: messageOf(error),
    isConnectionError,
    ...(kind === 'configuration-error' && typeof property === 'string' ? { property } : {}),
    ...(place === undefined ? {} : { place }),
  }
}

/** Never empty. */
export function messageOf(error: unknown): string {
  const text =
    error instanceof Error ? error.message : typeof error === 'string' ? error : undefined
  if (text !== undefined && text.trim() !== '') return text
  if (error instanceof Error) return `${error.name} without a message`
  return error === undefined
    ? 'it failed without saying why'
    : `it threw ${inspect(error, { depth: 1 })}`
}

/** `FILE:LINE` of the first stack line in the plugin's file or folder. */
export function placeIn(stack: string, file: string): string | undefined {
  const folder = file.slice(0, file.lastIndexOf('/') + 1)
  let inFolder: string | undefined
  for (const match of stack.matchAll(/(file:\/\/\/[^\s()]+|\/[^\s()]+):(\d+):\d+/g)) {
    const path = toPath(match[1] ?? '')
    const place = `${path}:${match[2] ?? ''}`
    if (path === file) return place
    if (path.startsWith(folder)) inFolder ??= place
  }
  return inFolder
}

function toPath(text: string): string {
  return text.startsWith('file:') ? fileURLToPath(text) : text
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
