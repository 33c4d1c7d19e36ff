import type { Problem } from './problem.ts'
import type { ViewStore } from './view-store.ts'

/** Shows where a problem is to be mended: its schema, its node, and the field with the focus in it. */
export function openProblem(view: ViewStore, problem: Problem): void {
  if (problem.schema !== undefined) view.showDock('schemas')
  if (problem.node === undefined) return
  if (problem.field === undefined) view.select([problem.node])
  else view.focusField(problem.node, problem.field, problem.start)
}
