import { ipcMain, MessageChannelMain } from 'electron'
import type { BrowserWindow, MessagePortMain } from 'electron'
import { eventChannel, requestChannel, rowPortChannel } from '#ipc/channels'
import type { SluiceContract, SluiceHandlers } from '#ipc/contract'
import type { EventName, EventPayload } from '#ipc/define'
import { appOrigin } from './app-protocol.ts'
import type { HostSupervisor } from './host-supervisor.ts'
import { createIpcServer } from './ipc-server.ts'

/** Sends events of the contract to a window for as long as it is there. */
export type Send = <N extends EventName<SluiceContract>>(
  name: N,
  payload: EventPayload<SluiceContract, N>,
) => void

export function createSender(window: BrowserWindow): Send {
  return (name, payload) => {
    if (!window.isDestroyed()) window.webContents.send(eventChannel, name, payload)
  }
}

/** Answers the window's requests, and nobody else's. */
export function serveRequests({ webContents }: BrowserWindow, handlers: SluiceHandlers): void {
  const answer = createIpcServer(handlers, appOrigin)
  ipcMain.handle(requestChannel, ({ sender, senderFrame }, name: unknown, parameters: unknown) => {
    const isOurMainFrame = sender === webContents && senderFrame?.parent === null
    return answer({ isOurMainFrame, url: senderFrame?.url ?? '' }, name, parameters)
  })
}

/** Rows go from the host to the window through the two ends of one channel, never through here. */
export function openRowPort(host: HostSupervisor<MessagePortMain>, window: BrowserWindow): void {
  if (window.isDestroyed()) return
  const { port1, port2 } = new MessageChannelMain()
  host.sendRowPort(port1)
  window.webContents.postMessage(rowPortChannel, null, [port2])
}
