import type { RequestFailure } from './define.ts'

/** A request that was not carried out, for a reason the user can read. */
export class RequestError extends Error {
  readonly code: string
  readonly hint: string | undefined
  constructor(code: string, message: string, hint?: string) {
    super(message)
    this.name = 'RequestError'
    this.code = code
    this.hint = hint
  }
}

/** Codes of failed requests. */
export const ipcCodes = {
  unknownRequest: 'IPC7001',
  wrongParameters: 'IPC7002',
  wrongSender: 'IPC7003',
  internal: 'IPC7004',
  hostUnavailable: 'IPC7010',
  notAProject: 'IPC7020',
  fileFailed: 'IPC7021',
  filesInTheWay: 'IPC7022',
  secretMissing: 'IPC7030',
} as const

export function toFailure(error: unknown): RequestFailure {
  if (error instanceof RequestError) {
    const { code, message, hint } = error
    return hint === undefined ? { code, message } : { code, message, hint }
  }
  return {
    code: ipcCodes.internal,
    message: error instanceof Error ? error.message : String(error),
  }
}
