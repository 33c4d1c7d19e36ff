import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { useEffect, useState } from 'react'
import { CanvasProvider } from '../features/canvas/index.ts'
import { WorkspaceContext, type Workspace } from '../state/workspace.ts'
import { theme } from '../ui/theme.ts'
import { openWindow } from './open-window.ts'
import { useResolvedTheme } from './use-resolved-theme.ts'
import { Workbench } from './Workbench.tsx'

export function App({ workspace }: { readonly workspace: Workspace }) {
  return (
    <WorkspaceContext value={workspace}>
      <Themed workspace={workspace} />
    </WorkspaceContext>
  )
}

type Opening =
  | { readonly state: 'opening' }
  | { readonly state: 'open' }
  | { readonly state: 'failed'; readonly message: string }

function Themed({ workspace }: { readonly workspace: Workspace }) {
  const resolved = useResolvedTheme()
  const [opening, setOpening] = useState<Opening>({ state: 'opening' })
  useEffect(() => {
    const opened = openWindow(workspace, setOpening)
    return () => opened.close()
  }, [workspace])
  return (
    <MantineProvider theme={theme} forceColorScheme={resolved}>
      <Notifications
        position="bottom-right"
        limit={4}
        autoClose={5000}
        zIndex={400}
        // Above the status bar.
        styles={{ root: { marginBottom: 24 } }}
      />
      {opening.state === 'open' && (
        <CanvasProvider>
          <Workbench />
        </CanvasProvider>
      )}
      {opening.state === 'failed' && <StartFailure message={opening.message} />}
    </MantineProvider>
  )
}

function StartFailure({ message }: { readonly message: string }) {
  return (
    <main style={{ padding: 40, maxWidth: 560 }} role="alert" className="selectable-text">
      <h1 style={{ fontSize: 16 }}>The window could not be opened</h1>
      <p style={{ marginTop: 8 }}>{message}</p>
      <p style={{ marginTop: 8, color: 'var(--muted)' }}>Close it and start the app again.</p>
    </main>
  )
}
