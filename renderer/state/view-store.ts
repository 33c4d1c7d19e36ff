import { createStore, type StoreApi } from 'zustand/vanilla'

export type DockTab = 'data' | 'problems' | 'log' | 'schemas' | 'plugins'

/** What is selected and shown. Not part of the document, so undo leaves it alone. */
export interface ViewState {
  readonly selected: readonly string[]
  readonly selectedWires: readonly string[]
  readonly dockTab: DockTab
  readonly isDockOpen: boolean
  readonly isHelpOpen: boolean
  /** The plugin page asks for the name of a new plugin. */
  readonly isPluginCreating: boolean
  /** False once somebody did what the hint on the canvas says. */
  readonly isHintWanted: boolean
  /** The node whose rows stay shown while others are selected. */
  readonly pinned?: string
  readonly zoom: number
  /** Grows with each wish to see all nodes. */
  readonly fitSerial: number
  /** A field of the selected node that is to get the focus, and a number that makes each wish new. */
  readonly focus?: { readonly field: string; readonly serial: number; readonly offset?: number }
}

export interface ViewStore extends StoreApi<ViewState> {
  select(ids: readonly string[], wires?: readonly string[]): void
  /** Selects a node and moves the focus to one of its fields. */
  focusField(id: string, field: string, offset?: number): void
  /** Without a node the data panel follows the selection again. */
  pin(id: string | undefined): void
  showDock(tab: DockTab): void
  requestFit(): void
}

export function createViewStore(): ViewStore {
  const store = createStore<ViewState>(() => ({
    selected: [],
    selectedWires: [],
    dockTab: 'data',
    isDockOpen: true,
    isHelpOpen: false,
    isPluginCreating: false,
    isHintWanted: true,
    zoom: 1,
    fitSerial: 0,
  }))
  let serial = 0
  return {
    ...store,
    select(ids, wires = []) {
      const { selected, selectedWires } = store.getState()
      if (isSameList(selected, ids) && isSameList(selectedWires, wires)) return
      // A wish for the focus is one about the nodes that were selected.
      store.setState(
        ({ focus: _, ...rest }) => ({ ...rest, selected: ids, selectedWires: wires }),
        true,
      )
    },
    focusField(id, field, offset) {
      serial += 1
      const focus = { field, serial, ...(offset === undefined ? {} : { offset }) }
      store.setState({ selected: [id], selectedWires: [], focus })
    },
    pin(id) {
      store.setState(
        ({ pinned: _, ...rest }) => (id === undefined ? rest : { ...rest, pinned: id }),
        true,
      )
    },
    showDock(dockTab) {
      store.setState({ dockTab, isDockOpen: true })
    },
    requestFit() {
      store.setState(({ fitSerial }) => ({ fitSerial: fitSerial + 1 }))
    },
  }
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index])
}
