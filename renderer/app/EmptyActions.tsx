import { Download, Play } from 'lucide-react'
import { useWorkspace } from '../state/workspace.ts'
import { Button } from '../ui/Button.tsx'
import { importFile } from './ruleset-commands.ts'
import { openSample } from './project-commands.ts'

export function EmptyActions() {
  const workspace = useWorkspace()
  return (
    <>
      <Button icon={Play} onClick={() => void openSample(workspace)}>
        Open the sample
      </Button>
      <Button icon={Download} onClick={() => void importFile(workspace)}>
        Import rules
      </Button>
    </>
  )
}
