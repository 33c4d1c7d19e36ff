import type { Workspace } from '../state/workspace.ts'
import { notify } from './notify.ts'
import { attempt } from './project-commands.ts'

export async function exportRuleset(workspace: Workspace): Promise<void> {
  const { client, session, document } = workspace
  await attempt('Nothing was exported', async () => {
    const text = JSON.stringify(document.getState().document, undefined, 2)
    const suggestedName = `${session.getState().projectName}.ruleset.json`
    const place = await client.request('file.export', { suggestedName, text })
    if (place !== null) notify('Exported', place.path)
  })
}

export async function copyRuleset({ client, document }: Workspace): Promise<void> {
  await attempt('Nothing was copied', async () => {
    const text = JSON.stringify(document.getState().document, undefined, 2)
    await client.request('clipboard.write', { text })
    notify('Copied', 'The ruleset is in the clipboard.')
  })
}

export async function importFile(workspace: Workspace): Promise<void> {
  await attempt('Nothing was imported', async () => {
    const file = await workspace.client.request('file.import', {})
    if (file !== null) importText(workspace, file.text)
  })
}

export function importText(_workspace: Workspace, _text: string): void {}
