import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '@xyflow/react/dist/style.css'
import '../ui/tokens.css'
import '../ui/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import type { SluiceClient } from '../bridge/client.ts'
import { createWorkspace } from '../state/workspace.ts'
import { App } from './App.tsx'

async function openClient(): Promise<SluiceClient> {
  if (window.sluice !== undefined) return window.sluice
  if (import.meta.env.PROD && import.meta.env.MODE !== 'browser') {
    throw new Error('This page works only inside the app: the connection to it is missing.')
  }
  const { createInMemoryClient } = await import('../bridge/in-memory-client.ts')
  return createInMemoryClient()
}

const container = document.querySelector('#root')
if (container === null) throw new Error('The page has no #root')

const workspace = createWorkspace(await openClient())
createRoot(container).render(
  <StrictMode>
    <App workspace={workspace} />
  </StrictMode>,
)
