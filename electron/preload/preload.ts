import { contextBridge, ipcRenderer } from 'electron'
import { eventChannel, requestChannel, rowPortChannel } from '#ipc/channels'
import type { Answer } from '#ipc/define'

/**
 * Exposes the contract to the renderer as `window.sluice`. Main checks every name and payload, so
 * nothing is known about them here.
 */
type Listener = (payload: unknown) => void

const listeners = new Map<string, Set<Listener>>()

ipcRenderer.on(eventChannel, (_event, name: string, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload)
})

ipcRenderer.on(rowPortChannel, (event) => {
  window.postMessage({ type: 'sluice.row-port' }, window.location.origin, [...event.ports])
})

contextBridge.exposeInMainWorld('sluice', {
  async request(name: string, parameters: unknown): Promise<unknown> {
    const answer = (await ipcRenderer.invoke(requestChannel, name, parameters)) as Answer
    if (answer.ok) return answer.value
    // A plain object: the context bridge keeps only the message of an Error.
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- see above
    return Promise.reject(answer.error)
  },
  on(name: string, listener: Listener): () => void {
    const known = listeners.get(name) ?? new Set<Listener>()
    listeners.set(name, known)
    known.add(listener)
    return () => {
      known.delete(listener)
    }
  },
})
