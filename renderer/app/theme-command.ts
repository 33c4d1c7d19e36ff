import type { Theme } from '../state/session-store.ts'
import type { Workspace } from '../state/workspace.ts'
import { attempt } from './notify.ts'

export async function setTheme({ client, session }: Workspace, theme: Theme): Promise<void> {
  session.setState({ theme })
  await attempt('The theme will not be remembered', async () => {
    await client.request('settings.setTheme', { theme })
  })
}
