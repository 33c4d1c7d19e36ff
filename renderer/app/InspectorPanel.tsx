import { ComponentForm } from '../features/component-form/index.ts'
import { Inspector, type InspectorSlots } from '../features/inspector/index.ts'
import { SqlEditor } from '../features/sql-editor/index.ts'
import type { Problem } from '../state/problems.ts'

const slots: InspectorSlots = { Form: ComponentForm, SqlEditor }

export function InspectorPanel({ problems }: { readonly problems: readonly Problem[] }) {
  return <Inspector problems={problems} slots={slots} />
}
