import { ChevronDown, ChevronUp } from 'lucide-react'
import { useStore } from 'zustand'
import { DataPanel } from '../features/data-panel/index.ts'
import { LogPanel } from '../features/log/index.ts'
import { countPluginTroubles, PluginsPanel, usePlugins } from '../features/plugins/index.ts'
import { ProblemsPanel } from '../features/problems/index.ts'
import { SchemasPanel } from '../features/schemas/index.ts'
import { openProblem } from '../state/open-problem.ts'
import type { Problem } from '../state/problems.ts'
import type { DockTab } from '../state/view-store.ts'
import { useView, useWorkspace } from '../state/workspace.ts'
import { IconButton } from '../ui/Button.tsx'
import { Pill } from '../ui/Pill.tsx'
import { Tabs, type Tab } from '../ui/Tabs.tsx'
import { notifyError } from './notify.ts'
import styles from './workbench.module.css'

export function Dock({ problems }: { readonly problems: readonly Problem[] }) {
  const { schemas, view } = useWorkspace()
  const tab = useView((state) => state.dockTab)
  const isOpen = useView((state) => state.isDockOpen)
  const isError = problems.some(({ severity }) => severity === 'error')
  const badge =
    problems.length === 0 ? null : (
      <Pill tone={isError ? 'error' : 'warning'}>{problems.length}</Pill>
    )
  const plugins = usePlugins()
  const troubles = countPluginTroubles(plugins)
  const hasBadSchema = useStore(schemas, ({ reports }) =>
    reports.some(({ problems: found }) => found.length > 0),
  )
  const isCreating = useView((state) => state.isPluginCreating)
  const tabs: readonly Tab<DockTab>[] = [
    { value: 'data', label: 'Data' },
    { value: 'problems', label: 'Problems', badge },
    { value: 'log', label: 'Log' },
    {
      value: 'schemas',
      label: 'Schemas',
      badge: hasBadSchema ? <Pill tone="error">!</Pill> : null,
    },
    {
      value: 'plugins',
      label: 'Plugins',
      badge: troubles === 0 ? null : <Pill tone="warning">{troubles}</Pill>,
    },
  ]
  return (
    <section className={styles.dock} aria-label="Dock">
      <Tabs
        label="Dock"
        value={tab}
        tabs={tabs}
        onChange={(next) => view.showDock(next)}
        end={
          <IconButton
            icon={isOpen ? ChevronDown : ChevronUp}
            label={isOpen ? 'Collapse the dock' : 'Open the dock'}
            tone="quiet"
            onClick={() => view.setState({ isDockOpen: !isOpen })}
          />
        }
      />
      {isOpen && tab === 'data' && <DataPanel />}
      {isOpen && tab === 'problems' && (
        <ProblemsPanel problems={problems} onOpen={(problem) => openProblem(view, problem)} />
      )}
      {isOpen && tab === 'log' && <LogPanel />}
      {isOpen && tab === 'schemas' && <SchemasPanel onFailure={notifyError} />}
      {isOpen && tab === 'plugins' && (
        <PluginsPanel
          list={plugins}
          isCreating={isCreating}
          onCreating={(isPluginCreating) => view.setState({ isPluginCreating })}
          onFailure={notifyError}
        />
      )}
    </section>
  )
}
