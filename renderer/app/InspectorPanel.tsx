import type { Problem } from '../state/problems.ts'
export function InspectorPanel({ problems }: { readonly problems: readonly Problem[] }) {
  return <div>{problems.length}</div>
}
