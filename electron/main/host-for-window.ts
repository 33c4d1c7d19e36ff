import type { BrowserWindow, MessagePortMain } from 'electron'
import { superviseHost } from './host-supervisor.ts'
import type { HostMessage } from '#ipc/host-contract'
import type { HostSupervisor, LaunchHost } from './host-supervisor.ts'
import { openRowPort } from './window-link.ts'
import type { Send } from './window-link.ts'

export interface WindowHost {
  readonly host: HostSupervisor<MessagePortMain>
  /** What is wrong with the run right now, in words of one of its nodes. */
  readonly problem: () => string | undefined
  /** What the host said last of its plugins. */
  readonly plugins: () => HostPluginNews | undefined
}

type HostPluginNews = Extract<HostMessage, { type: 'plugins' }>

/** Starts the engine host of a window; what happens in it goes there. */
export function startHostFor(
  window: BrowserWindow,
  launch: LaunchHost<MessagePortMain>,
  send: Send,
): WindowHost {
  let problem: string | undefined
  let plugins: HostPluginNews | undefined
  const host = superviseHost(launch, {
    onPlugins: (news) => {
      plugins = news
      send('components.changed', { components: news.components })
      send('plugins.changed', news.list)
    },
    onStatus: ({ runId, at, nodes }) => {
      problem = nodes.find(({ message }) => message !== undefined)?.message
      send('run.status', { runId, at, nodes })
    },
    onEnded: (runId) => send('run.ended', { runId, reason: 'finished' }),
    onLog: (line) => send('log.line', line),
    onErrorText: (text) => void process.stderr.write(text),
    onDied: ({ message, rules, runId, willRestart }) => {
      const ending = willRestart ? '' : ' It ended again and again; start Sluice anew.'
      process.stderr.write(`${message}${ending}\n`)
      if (runId !== undefined) send('run.ended', { runId, reason: 'host-died' })
      send('host.died', { message: `${message}${ending}`, rules: [...rules], willRestart })
    },
    onRestarted: ({ brokerUrl }) => {
      send('host.restarted', { broker: { url: brokerUrl } })
      openRowPort(host, window)
    },
  })
  return { host, problem: () => problem, plugins: () => plugins }
}
