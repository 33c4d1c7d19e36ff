import { useCallback, useEffect, useRef, useState } from 'react'
import { Group, Panel, Separator, usePanelRef } from 'react-resizable-panels'
import { Canvas, useCanvasPlace, type CanvasArea } from '../features/canvas/index.ts'
import { Palette } from '../features/palette/index.ts'
import { addItem, type PaletteItem } from '../state/add-item.ts'
import { cardSize } from '../state/tidy.ts'
import { useProblems } from '../state/use-problems.ts'
import { useView, useWorkspace, type Workspace } from '../state/workspace.ts'
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx'
import { Banner } from './Banner.tsx'
import { Dock } from './Dock.tsx'
import { EmptyActions } from './EmptyActions.tsx'
import { InspectorPanel } from './InspectorPanel.tsx'
import { SecretsBanner } from './SecretsBanner.tsx'
import { ShortcutsSheet } from './ShortcutsSheet.tsx'
import { StatusBar } from './StatusBar.tsx'
import { TopBar } from './TopBar.tsx'
import { useWindowCommands } from './use-window-commands.ts'
import styles from './workbench.module.css'

/** The window: strip on top, palette, canvas over dock, inspector, status bar. */
export function Workbench() {
  const workspace = useWorkspace()
  const place = useCanvasPlace()
  const problems = useProblems()
  const onAdd = useCallback(
    (item: PaletteItem) => addBesideSelection(workspace, item, place.visibleArea()),
    [workspace, place],
  )
  useWindowCommands()
  const [isNarrow] = useState(() => window.innerWidth < 1200)
  return (
    <div className={styles.window}>
      <TopBar problems={problems} />
      <Banner />
      <SecretsBanner />
      <Group orientation="horizontal" className={styles.body ?? ''}>
        <Panel
          id="palette"
          defaultSize={isNarrow ? 180 : 228}
          minSize={180}
          maxSize={360}
          collapsible
          groupResizeBehavior="preserve-pixel-size"
          className={styles.side ?? ''}
        >
          <Palette onAdd={onAdd} />
        </Panel>
        <Separator className={styles.vertical ?? ''} aria-label="Resize the palette" />
        <Panel id="middle" minSize={320}>
          <Middle problems={problems} />
        </Panel>
        <Separator className={styles.vertical ?? ''} aria-label="Resize the inspector" />
        <Panel
          id="inspector"
          defaultSize={isNarrow ? 280 : 348}
          minSize={280}
          maxSize={720}
          collapsible
          groupResizeBehavior="preserve-pixel-size"
          className={styles.side ?? ''}
        >
          <ErrorBoundary part="The inspector">
            <InspectorPanel problems={problems} />
          </ErrorBoundary>
        </Panel>
      </Group>
      <StatusBar />
      <ShortcutsSheet />
    </div>
  )
}

const collapsedDock = 36

function Middle({ problems }: { readonly problems: ReturnType<typeof useProblems> }) {
  const workspace = useWorkspace()
  const isDockOpen = useView((state) => state.isDockOpen)
  const dock = usePanelRef()
  const isFirst = useRef(true)
  useEffect(() => {
    if (isFirst.current) isFirst.current = false
    else if (isDockOpen) dock.current?.expand()
    else dock.current?.collapse()
  }, [dock, isDockOpen])
  return (
    <Group orientation="vertical" className={styles.middle ?? ''}>
      <Panel id="canvas" minSize={160}>
        <ErrorBoundary part="The canvas">
          <Canvas problems={problems} emptyActions={<EmptyActions />} />
        </ErrorBoundary>
      </Panel>
      <Separator className={styles.horizontal ?? ''} aria-label="Resize the dock" />
      <Panel
        id="dock"
        panelRef={dock}
        defaultSize={284}
        minSize={120}
        collapsible
        collapsedSize={collapsedDock}
        groupResizeBehavior="preserve-pixel-size"
        onResize={({ inPixels }) =>
          workspace.view.setState({ isDockOpen: inPixels > collapsedDock + 1 })
        }
      >
        <ErrorBoundary part="The dock">
          <Dock problems={problems} />
        </ErrorBoundary>
      </Panel>
    </Group>
  )
}

/** Beside the one selected node and wired to it where that may be, else in the middle. */
function addBesideSelection(workspace: Workspace, item: PaletteItem, area: CanvasArea): void {
  const { document } = workspace.document.getState()
  const { selected } = workspace.view.getState()
  const from =
    selected.length === 1 ? document.nodes.find(({ id }) => id === selected[0]) : undefined
  const canFeed =
    from !== undefined &&
    ((from.kind === 'source' && item.kind === 'sql') ||
      (from.kind === 'sql' && item.kind !== 'source'))
  const isFirst = document.nodes.length === 0
  const middle = {
    // A first node leaves room for what follows to its right.
    x: area.x + (isFirst ? 60 : area.width / 2 - cardSize.width / 2),
    y: area.y + area.height / 2 - cardSize.height / 2,
  }
  let position = canFeed ? { x: from.position.x + 308, y: from.position.y } : middle
  const isTaken = () =>
    document.nodes.some(
      (node) =>
        Math.abs(node.position.x - position.x) < 200 &&
        Math.abs(node.position.y - position.y) < 100,
    )
  while (isTaken()) position = { x: position.x, y: position.y + 116 }
  addItem(workspace, item, position, { from: canFeed ? from.id : undefined })
  const isOutside =
    position.x + cardSize.width > area.x + area.width ||
    position.y + cardSize.height > area.y + area.height
  if (isOutside) workspace.view.requestFit()
}
