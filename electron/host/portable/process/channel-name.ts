import { hasReason, PortableError } from '../protocol/errors.ts'
import { MAX_SOCKET_PATH } from '../protocol/listener.ts'
import type { PortableProcess } from '../process.ts'

/** The ids that a plugin is given, from which it makes the names of its sockets. */
export interface ChannelIds {
  readonly ruleId: string
  readonly operatorId: string
  readonly instanceId: number
}

const MAX_INSTANCES = 1_000

/**
 * Listens on a socket named for the ids. Where the name is taken, by a sink that is just being replaced
 * or by an eKuiper server with the same rule, the next instance number is used: the plugin only sees ids.
 */
export async function listenFor<Channel>(
  process: PortableProcess,
  wanted: ChannelIds,
  suffix: '' | '_ack',
  listen: (path: string) => Promise<Channel>,
): Promise<{ ids: ChannelIds; channel: Channel }> {
  const ruleId = socketSafe(wanted.ruleId)
  const operatorId = socketSafe(wanted.operatorId)
  for (
    let instanceId = wanted.instanceId;
    instanceId < wanted.instanceId + MAX_INSTANCES;
    instanceId += 1
  ) {
    const ids = fit(process, { ruleId, operatorId, instanceId })
    try {
      return { ids, channel: await listen(process.socketPath(channelName(ids) + suffix)) }
    } catch (error) {
      if (!hasReason(error, 'in-use')) throw error
    }
  }
  throw new PortableError('in-use', `all socket names for ${ruleId}_${operatorId} are in use`)
}

export function channelName({ ruleId, operatorId, instanceId }: ChannelIds): string {
  return `${ruleId}_${operatorId}_${String(instanceId)}`
}

/** The ids become part of a path, which the plugin builds itself. */
function socketSafe(id: string): string {
  return id.replaceAll(/[/\0]/g, '_')
}

/** A path of a Unix socket is short: a long rule id loses its end. */
function fit(process: PortableProcess, ids: ChannelIds): ChannelIds {
  const length = Buffer.byteLength(process.socketPath(`${channelName(ids)}_ack`))
  if (length <= MAX_SOCKET_PATH) return ids
  const kept = Buffer.from(ids.ruleId).subarray(
    0,
    Math.max(1, Buffer.byteLength(ids.ruleId) + MAX_SOCKET_PATH - length),
  )
  return { ...ids, ruleId: kept.toString('utf8').replace(/\uFFFD+$/, '') }
}
