import type { MessagePort } from 'node:worker_threads'
import type { AnswerSignal } from '../../answer-signal.ts'
import type { PortableError } from '../protocol/errors.ts'

/** To the thread that has the function sockets of a plugin. `path` names the socket. */
export type ThreadTask =
  | { readonly type: 'listen'; readonly path: string }
  /** Answered when the plugin waits for a command. */
  | { readonly type: 'await-plugin'; readonly path: string }
  | Ask
  /** Another thread may listen there from now on; the plugin that is connected stays so. */
  | { readonly type: 'stop-listening'; readonly path: string }
  | { readonly type: 'close'; readonly path: string }

export interface Ask {
  readonly type: 'ask'
  readonly path: string
  readonly command: string
  readonly limitMs: number
}

export type ThreadRequest =
  | { readonly id: number; readonly task: ThreadTask }
  /** Ends what is going on; it is not answered. */
  | { readonly reset: string; readonly reason: string }

export type ThreadAnswer =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: PortableError['reason']; readonly message: string }

export type ThreadNews =
  | { readonly id: number; readonly answer: ThreadAnswer }
  /** The plugin has ended its connection and has not made another one. */
  | { readonly lost: string }

export interface ThreadData {
  /** Calls that the engine waits for come here, one at a time. */
  readonly calls: MessagePort
  /** Announces the answers there. */
  readonly signal: AnswerSignal
}
