import type { Workspace } from '../state/workspace.ts'

const rowsWanted = 5

/** Tells main that rows of the first rule are to be seen, so that it takes the picture. */
export async function takeSnapshotWhenReady(workspace: Workspace): Promise<void> {
  const { client, document, run, metrics } = workspace
  const rule = document.getState().document.nodes.find((node) => node.kind === 'sql')
  if (rule === undefined) return
  const node = run.getState().runNodes.get(rule.id) ?? ''
  await until(() => countVisibleRows() >= rowsWanted)
  await paints(3)
  const status = metrics.get(node)?.status
  const figures = { rowsIn: status?.rowsIn ?? 0, rowsOut: status?.rowsOut ?? 0 }
  await client.request('window.snapshot', { rule: rule.ruleId, ...figures })
}

function countVisibleRows(): number {
  return document.querySelectorAll('[data-row-number]').length
}

function until(isTrue: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!isTrue()) return
      clearInterval(timer)
      resolve()
    }, 50)
  })
}

async function paints(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
}
