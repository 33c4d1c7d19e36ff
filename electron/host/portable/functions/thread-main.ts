import { parentPort, workerData } from 'node:worker_threads'
import { announceAnswer } from '../../answer-signal.ts'
import { EXIT_GRACE_MS } from '../options.ts'
import { CommandChannel } from '../protocol/command-channel.ts'
import { messageOf, PortableError } from '../protocol/errors.ts'
import type {
  Ask,
  ThreadAnswer,
  ThreadData,
  ThreadNews,
  ThreadRequest,
  ThreadTask,
} from './thread-messages.ts'

/**
 * The thread that has the function sockets of one plugin. It lives while the engine's thread waits for a
 * call, so it also notices that the plugin is gone.
 */
if (parentPort === null) throw new Error('This file is started by Sluice, not by hand.')
const host = parentPort
const { calls, signal } = workerData as ThreadData
const channels = new Map<string, CommandChannel>()

const tell = (news: ThreadNews): void => host.postMessage(news)

host.on('message', (request: ThreadRequest) => {
  if ('reset' in request) {
    channels.get(request.reset)?.reset(new PortableError('process', request.reason))
    return
  }
  void carryOut(request.task).then((answer) => tell({ id: request.id, answer }))
})

calls.on('message', (ask: Ask) => {
  void carryOut(ask).then((answer) => {
    calls.postMessage(answer)
    announceAnswer(signal)
  })
})

async function carryOut(task: ThreadTask): Promise<ThreadAnswer> {
  try {
    return { ok: true, text: await textOf(task) }
  } catch (error) {
    const reason = error instanceof PortableError ? error.reason : 'process'
    return { ok: false, reason, message: messageOf(error) }
  }
}

async function textOf(task: ThreadTask): Promise<string> {
  const { path } = task
  switch (task.type) {
    case 'listen':
      channels.set(path, await CommandChannel.listen(path, () => noticeLoss(path)))
      return ''
    case 'await-plugin':
      await new Promise<void>((resolve) => channelAt(path).onHandshake(resolve))
      return ''
    case 'ask':
      return channelAt(path).exchange(task.command, task.limitMs)
    case 'stop-listening':
      channels.get(path)?.stopListening()
      return ''
    case 'close': {
      const channel = channels.get(path)
      channels.delete(path)
      await channel?.close()
      return ''
    }
  }
}

function channelAt(path: string): CommandChannel {
  const channel = channels.get(path)
  if (channel === undefined) throw new PortableError('closed', `${path} was closed`)
  return channel
}

/** A plugin may connect again at once; one that does not has ended, and its call with it. */
function noticeLoss(path: string): void {
  setTimeout(() => {
    const channel = channels.get(path)
    if (channel === undefined || channel.isConnected) return
    channel.reset(new PortableError('process', 'the plugin ended during the call'))
    tell({ lost: path })
  }, EXIT_GRACE_MS)
}
