import type { Answer } from '#ipc/define'
import { contract } from '#ipc/contract'
import type { SluiceHandlers } from '#ipc/contract'
import { ipcCodes, RequestError, toFailure } from '#ipc/errors'

/** Who sent a request, as far as it is checked. */
export interface Sender {
  /** The main frame of one of our windows. */
  readonly isOurMainFrame: boolean
  readonly url: string
}

type AnyHandler = (parameters: unknown) => Promise<unknown>

/** Answers requests: sender, name and parameters are checked before a handler sees them. */
export function createIpcServer(
  handlers: SluiceHandlers,
  origin: string,
): (sender: Sender, name: unknown, parameters: unknown) => Promise<Answer> {
  const carryOut = async (sender: Sender, name: unknown, parameters: unknown): Promise<unknown> => {
    if (!sender.isOurMainFrame || !sender.url.startsWith(`${origin}/`)) {
      throw new RequestError(ipcCodes.wrongSender, `requests from ${sender.url} are not answered`)
    }
    if (typeof name !== 'string' || !Object.hasOwn(contract.requests, name)) {
      throw new RequestError(ipcCodes.unknownRequest, `there is no request "${String(name)}"`)
    }
    const known = name as keyof typeof contract.requests
    const parsed = contract.requests[known].parameters.safeParse(parameters)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      const place = [known, ...(issue?.path ?? [])].join('.')
      throw new RequestError(ipcCodes.wrongParameters, `${place}: ${issue?.message ?? 'not valid'}`)
    }
    return (handlers[known] as AnyHandler)(parsed.data)
  }
  return async (sender, name, parameters) => {
    try {
      return { ok: true, value: await carryOut(sender, name, parameters) }
    } catch (error) {
      return { ok: false, error: toFailure(error) }
    }
  }
}
