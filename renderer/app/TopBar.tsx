import { Menu } from '@mantine/core'
import { ChevronDown, Play, Settings, Square, Upload } from 'lucide-react'
import { useEffect, useState } from 'react'
import { formatElapsed } from '../lib/format.ts'
import type { Problem } from '../state/problems.ts'
import { secretIdsIn } from '../state/ruleset.ts'
import { isRunning } from '../state/run-store.ts'
import { allowWeakSecrets } from '../state/secrets.ts'
import type { Theme } from '../state/session-store.ts'
import { useDocument, useRun, useSession, useWorkspace } from '../state/workspace.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { Pill } from '../ui/Pill.tsx'
import { newProject, openProject, openSample, saveProject } from './project-commands.ts'
import { copyRuleset, exportRuleset, importFile } from './ruleset-commands.ts'
import { attempt } from './notify.ts'
import { toggleRun } from './run-commands.ts'
import { setTheme } from './theme-command.ts'
import styles from './workbench.module.css'

export function TopBar({ problems }: { readonly problems: readonly Problem[] }) {
  return (
    <header className={styles.top}>
      <ProjectMenu />
      <span className={styles.divider} />
      <RunButton />
      <span className={styles.grow} />
      <ProblemsBadge problems={problems} />
      <Elapsed />
      <ExportMenu />
      <SettingsMenu />
    </header>
  )
}

function ProjectMenu() {
  const workspace = useWorkspace()
  const name = useSession((state) => state.projectName)
  const recent = useSession((state) => state.recent)
  const isDirty = useDocument((state) => state.document !== state.saved)
  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>
        <button
          type="button"
          className={styles.project}
          aria-label={`Project ${name}${isDirty ? ', not saved' : ''}`}
        >
          {name}
          {isDirty && <i className={styles.dirty} title="Not saved" />}
          <ChevronDown size={14} strokeWidth={1.8} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void newProject(workspace)}>New project</Menu.Item>
        <Menu.Item rightSection={<Key text="Ctrl+O" />} onClick={() => void openProject(workspace)}>
          Open...
        </Menu.Item>
        <Menu.Item onClick={() => void openSample(workspace)}>Open the sample</Menu.Item>
        <Menu.Divider />
        <Menu.Item
          rightSection={<Key text="Ctrl+S" />}
          onClick={() => void saveProject(workspace, false)}
        >
          Save
        </Menu.Item>
        <Menu.Item onClick={() => void saveProject(workspace, true)}>Save as...</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => void importFile(workspace)}>Import rules...</Menu.Item>
        {recent.length > 0 && <Menu.Label>Recent</Menu.Label>}
        {recent.slice(0, 8).map((project) => (
          <Menu.Item
            key={project.folder}
            title={project.folder}
            onClick={() => void openProject(workspace, project.folder)}
          >
            {project.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function Key({ text }: { readonly text: string }) {
  return <span style={{ color: 'var(--muted)', fontSize: 11 }}>{text}</span>
}

function RunButton() {
  const workspace = useWorkspace()
  const isOn = useRun(isRunning)
  const isStopping = useRun((state) => state.phase.state === 'stopping')
  const isEmpty = useDocument((state) => !state.document.nodes.some(({ kind }) => kind === 'sql'))
  if (isOn) {
    return (
      <Button
        icon={Square}
        tone="danger"
        title="Stop (Ctrl+Enter)"
        onClick={() => void toggleRun(workspace)}
      >
        Stop
      </Button>
    )
  }
  return (
    <Button
      icon={Play}
      tone="primary"
      title={isEmpty ? 'Draw a SQL node first' : 'Run what is drawn (Ctrl+Enter)'}
      disabled={isEmpty || isStopping}
      onClick={() => void toggleRun(workspace)}
    >
      Run
    </Button>
  )
}

function ProblemsBadge({ problems }: { readonly problems: readonly Problem[] }) {
  const { view } = useWorkspace()
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const warnings = problems.filter(({ severity }) => severity === 'warning').length
  if (errors + warnings === 0) return null
  const texts = [
    ...(errors > 0 ? [`${errors} ${errors === 1 ? 'error' : 'errors'}`] : []),
    ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`] : []),
  ]
  return (
    <button type="button" className={styles.problems} onClick={() => view.showDock('problems')}>
      <Pill tone={errors > 0 ? 'error' : 'warning'}>{texts.join(', ')}</Pill>
    </button>
  )
}

/** How long the run has been running. */
function Elapsed() {
  const startedAt = useRun(({ phase }) => (phase.state === 'running' ? phase.startedAt : undefined))
  const { now } = useWorkspace()
  const [, setTick] = useState(0)
  useEffect(() => {
    if (startedAt === undefined) return undefined
    const timer = setInterval(() => setTick((tick) => tick + 1), 1000)
    return () => clearInterval(timer)
  }, [startedAt])
  if (startedAt === undefined) return null
  return (
    <span className={styles.elapsed} role="timer" aria-label="Running for">
      {formatElapsed(now() - startedAt)}
    </span>
  )
}

function ExportMenu() {
  const workspace = useWorkspace()
  const hasSecrets = useDocument(({ document }) => secretIdsIn(document).size > 0)
  return (
    <Menu position="bottom-end" width={hasSecrets ? 300 : 240}>
      <Menu.Target>
        <Button icon={Upload}>Export</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void exportRuleset(workspace)}>Ruleset to a file...</Menu.Item>
        <Menu.Item onClick={() => void copyRuleset(workspace)}>Ruleset to the clipboard</Menu.Item>
        {hasSecrets && (
          <>
            <Menu.Label>Both have references in place of secrets</Menu.Label>
            <Menu.Divider />
            <Menu.Item onClick={() => void exportRuleset(workspace, true)}>
              Ruleset with secrets to a file...
            </Menu.Item>
            <Menu.Label>In clear text, as eKuiper needs them</Menu.Label>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

/** The user's word is asked for in the banner; here it can be taken back. */
function WeakSecretsItem() {
  const workspace = useWorkspace()
  const secrets = useSession((state) => state.secrets)
  if (secrets?.isChoice !== true) return null
  const isAllowed = secrets.keeping === 'weak'
  return (
    <>
      <Menu.Label>Secrets, without a key store</Menu.Label>
      <Menu.CheckboxItem
        checked={isAllowed}
        onChange={(checked) =>
          void attempt('It was not changed', () => allowWeakSecrets(workspace, checked))
        }
      >
        Keep when Sluice is closed
      </Menu.CheckboxItem>
    </>
  )
}

const themes: readonly { readonly value: Theme; readonly label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
]

function SettingsMenu() {
  const workspace = useWorkspace()
  const theme = useSession((state) => state.theme)
  const version = useSession((state) => state.version)
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <IconButton icon={Settings} label="Settings" />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Theme</Menu.Label>
        <Menu.RadioGroup
          value={theme}
          onChange={(value) => void setTheme(workspace, value as Theme)}
          aria-label="Theme"
        >
          {themes.map(({ value, label }) => (
            <Menu.RadioItem key={value} value={value}>
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <WeakSecretsItem />
        <Menu.Divider />
        <Menu.Item
          rightSection={<Key text="?" />}
          onClick={() => workspace.view.setState({ isHelpOpen: true })}
        >
          Keyboard
        </Menu.Item>
        <Menu.Label>Sluice {version}</Menu.Label>
      </Menu.Dropdown>
    </Menu>
  )
}
