import { useEffect, useState } from 'react'
import type { PluginList } from '#ipc/plugins'
import { useWorkspace } from '../../state/workspace.ts'

/** The plugins of the user as the host has them now; undefined until they are known. */
export function usePlugins(): PluginList | undefined {
  const { client } = useWorkspace()
  const [list, setList] = useState<PluginList>()
  useEffect(() => {
    let isNewer = false
    const stop = client.on('plugins.changed', (changed) => {
      isNewer = true
      setList(changed)
    })
    client.request('plugins.list', {}).then(
      (asked) => {
        if (!isNewer) setList(asked)
      },
      // The panel stays empty; whoever asks for something about plugins sees the reason.
      () => undefined,
    )
    return stop
  }, [client])
  return list
}

/** How many wait for the user or cannot be used. */
export function countPluginTroubles(list: PluginList | undefined): number {
  if (list === undefined) return 0
  return (
    list.problems.length +
    list.plugins.filter(({ state }) => !['ready', 'server-only'].includes(state)).length
  )
}
