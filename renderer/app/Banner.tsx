import { TriangleAlert, X } from 'lucide-react'
import { startRun } from '../state/run-control.ts'
import { useRun, useWorkspace } from '../state/workspace.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { notifyOutcome } from './notify.ts'
import styles from './workbench.module.css'

/** Says that the engine died under a run, and which rules ran. */
export function Banner() {
  const workspace = useWorkspace()
  const death = useRun((state) => state.death)
  if (death === undefined) return null
  const close = () => workspace.run.setState(({ death: _, ...rest }) => rest, true)
  const rules = death.rules.length === 0 ? '' : ` It was running ${death.rules.join(', ')}.`
  return (
    <div className={styles.banner} role="alert">
      <TriangleAlert size={16} strokeWidth={1.8} aria-hidden />
      <p>
        {death.message}
        {rules}
        {death.willRestart && ' The engine is started again.'} Nothing you drew is lost.
      </p>
      {death.willRestart && (
        <Button
          onClick={() => {
            close()
            void startRun(workspace).then((outcome) => notifyOutcome(workspace, outcome))
          }}
        >
          Run again
        </Button>
      )}
      <IconButton icon={X} label="Close" tone="quiet" onClick={close} />
    </div>
  )
}
