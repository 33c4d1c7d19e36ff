import { mergeDocument } from '../state/merge-document.ts'
import { readImport } from '../state/read-import.ts'
import {
  documentToRuleset, printRuleset, secretIdsIn, type DocumentProblem, type ProjectDocument,
} from '../state/ruleset.ts' // prettier-ignore
import { tidied } from '../state/tidy.ts'
import type { Workspace } from '../state/workspace.ts'
import { attempt, notify, notifyError } from './notify.ts'

/** `withSecrets`: their values in clear text, as eKuiper needs them, instead of references. */
export async function exportRuleset(workspace: Workspace, withSecrets = false): Promise<void> {
  const { client, session, document } = workspace
  await attempt('Nothing was exported', async () => {
    const drawn = document.getState().document
    const { text, warning } = printed(drawn)
    const suggestedName = `${session.getState().projectName}.json`
    const place = await client.request('file.export', { suggestedName, text, withSecrets })
    if (place === null) return
    const said = withSecrets ? `${place.path}\nIts secrets stand there in clear text.` : place.path
    notify('Exported', withWarning(withSecrets ? said : withReferences(said, drawn), warning))
  })
}

export async function copyRuleset({ client, document }: Workspace): Promise<void> {
  await attempt('Nothing was copied', async () => {
    const drawn = document.getState().document
    const { text, warning } = printed(drawn)
    await client.request('clipboard.write', { text })
    const said = withReferences('The ruleset is in the clipboard.', drawn)
    notify('Copied', withWarning(said, warning))
  })
}

interface Printed {
  readonly text: string
  /** What eKuiper would refuse about it. */
  readonly warning: string | undefined
}

function printed(document: ProjectDocument): Printed {
  const { ruleset, diagnostics } = documentToRuleset(document)
  return { text: printRuleset(ruleset), warning: firstError(diagnostics) }
}

function withWarning(text: string, warning: string | undefined): string {
  return warning === undefined ? text : `${text}\neKuiper will refuse a part of it: ${warning}`
}

function withReferences(text: string, document: ProjectDocument): string {
  return secretIdsIn(document).size === 0
    ? text
    : `${text}\nSecrets are references in it. eKuiper needs their values: Export > Ruleset with secrets.`
}

export async function importFile(workspace: Workspace): Promise<void> {
  await attempt('Nothing was imported', async () => {
    const file = await workspace.client.request('file.import', {})
    if (file !== null) importText(workspace, file.text, file.name)
  })
}

/** Adds what the text describes to the drawing, as one step. */
export function importText(
  { document, view, newId }: Workspace,
  text: string,
  place = 'The clipboard',
): void {
  const reading = readImport(text, place)
  if (!reading.ok) {
    notifyError('Nothing was imported', reading)
    return
  }
  let added: readonly string[] = []
  document.edit((project) => {
    added = mergeDocument(project, tidied(reading.document), newId)
  })
  view.select(added)
  view.requestFit()
  const error = firstError(reading.problems)
  if (error !== undefined) notifyError('A part was not imported', { message: error })
}

/** What is selected, as a ruleset that can be pasted; undefined where it holds no stream and no rule. */
export function printSelection({ document, view }: Workspace): string | undefined {
  const { selected } = view.getState()
  const { nodes, ...shared } = document.getState().document
  const kept = nodes.filter(({ id }) => selected.includes(id))
  if (!kept.some(({ kind }) => kind !== 'sink')) return undefined
  return printRuleset(documentToRuleset({ nodes: kept, ...shared }).ruleset)
}

function firstError(problems: readonly DocumentProblem[]): string | undefined {
  const errors = problems.filter(({ diagnostic }) => diagnostic.severity === 'error')
  const first = errors[0]?.diagnostic
  if (first === undefined) return undefined
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  return `${first.message}${first.hint === undefined ? '' : `. ${first.hint}`}${more}`
}
