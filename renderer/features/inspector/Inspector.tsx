import { MousePointerClick, SquareStack } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Problem } from '../../state/problems.ts'
import { deleteSelection, duplicateSelection } from '../../state/selection-edits.ts'
import type { ViewState } from '../../state/view-store.ts'
import { useDocument, useView, useWorkspace } from '../../state/workspace.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import styles from './inspector.module.css'
import { JsonView } from './JsonView.tsx'
import { SinkForm } from './SinkForm.tsx'
import type { InspectorSlots, NodeFormProps } from './slots.ts'
import { SourceForm } from './SourceForm.tsx'
import { SqlForm } from './SqlForm.tsx'

interface InspectorProps {
  readonly problems: readonly Problem[]
  readonly slots: InspectorSlots
}

type Mode = 'form' | 'json'

/** What can be said about the selected node, as a form or as JSON. */
export function Inspector({ problems, slots }: InspectorProps) {
  const [mode, setMode] = useState<Mode>('form')
  const selected = useView((state) => state.selected)
  const node = useDocument((state) =>
    selected.length === 1 ? state.document.nodes.find(({ id }) => id === selected[0]) : undefined,
  )
  const body = useRef<HTMLDivElement>(null)
  const focus = useView((state) => state.focus)
  const [lastWish, setLastWish] = useState(focus)
  if (focus !== lastWish) {
    setLastWish(focus)
    if (focus !== undefined) setMode('form')
  }
  useFocusWish(body, focus)
  return (
    <aside className={styles.inspector} aria-label="Inspector">
      <div className={styles.strip}>
        <h2>Properties</h2>
        {node !== undefined && (
          <Segmented
            label="Properties as"
            value={mode}
            options={[
              { value: 'form', label: 'Form' },
              { value: 'json', label: 'JSON' },
            ]}
            onChange={setMode}
          />
        )}
      </div>
      <div className={styles.body} ref={body} key={node?.id}>
        {node === undefined ? (
          <NoNode count={selected.length} />
        ) : mode === 'json' ? (
          <JsonView node={node} />
        ) : (
          <NodeForm
            node={node}
            slots={slots}
            problems={problems.filter((problem) => problem.node === node.id)}
          />
        )}
      </div>
    </aside>
  )
}

function NodeForm({ node, ...rest }: NodeFormProps) {
  switch (node.kind) {
    case 'source':
      return <SourceForm node={node} {...rest} />
    case 'sql':
      return <SqlForm node={node} {...rest} />
    case 'sink':
      return <SinkForm node={node} {...rest} />
  }
}

function NoNode({ count }: { readonly count: number }) {
  const workspace = useWorkspace()
  if (count === 0) {
    return (
      <EmptyState icon={MousePointerClick} title="No node is selected">
        Select one on the canvas to see and change its properties.
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={SquareStack} title={`${count} nodes are selected`}>
      <div className={styles.actions}>
        <Button onClick={() => duplicateSelection(workspace)}>Duplicate</Button>
        <Button tone="danger" onClick={() => deleteSelection(workspace)}>
          Delete
        </Button>
      </div>
    </EmptyState>
  )
}

/** Moves the focus to the field that a problem was opened for. */
function useFocusWish(
  body: React.RefObject<HTMLDivElement | null>,
  focus: ViewState['focus'],
): void {
  useEffect(() => {
    if (focus === undefined || focus.field === 'sql') return
    const field = body.current?.querySelector<HTMLElement>(`#field-${CSS.escape(focus.field)}`)
    field?.scrollIntoView({ block: 'center' })
    field?.focus()
  }, [body, focus])
}
