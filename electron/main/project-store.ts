import { basename, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { readProjectFiles, sampleDocument, writeProjectFiles } from '#engine/ruleset'
import type { ProjectDocument } from '#engine/ruleset'
import type { Project } from '#ipc/contract'
import { ipcCodes, RequestError } from '#ipc/errors'
import {
  createFolder,
  lastChange,
  readProjectFolder,
  writeProjectFolder,
} from './project-folder.ts'
import { openUnsavedStates } from './unsaved-states.ts'

export interface SavedProject {
  readonly name: string
  readonly folder: string
}

/** Projects on disk, and the unsaved state of each beside the settings. */
export interface ProjectStore {
  blank(): Project
  sample(): Project
  /** The project as it was left, unsaved changes included. Throws RequestError; nothing is changed then. */
  open(folder: string): Promise<Project>
  /** What was drawn and never saved to a folder, if anything. */
  recoverUntitled(): Promise<Project | undefined>
  /** Makes a project of what was drawn and never saved, so that another one can be shown. */
  keepUntitled(now: Date): Promise<SavedProject | undefined>
  /**
   * Writes the files that changed and removes those of deleted rules and streams. Throws a RequestError
   * of code `filesInTheWay` instead of replacing a file that is not as this store read or wrote it,
   * unless `isReplacing`.
   */
  save(folder: string, document: ProjectDocument, isReplacing: boolean): Promise<SavedProject>
  autosave(folder: string | undefined, document: ProjectDocument): Promise<void>
  /** The folder of the project that is shown; undefined where it has none. */
  shown(): string | undefined
  /** Resolves when all unsaved states are on disk. */
  settled(): Promise<void>
}

/** `dataFolder` is where unsaved states and drafts are kept. */
export function createProjectStore(dataFolder: string): ProjectStore {
  const unsaved = openUnsavedStates(join(dataFolder, 'autosave'))
  /** The files of each folder as they were read or written last. */
  const known = new Map<string, ReadonlyMap<string, string>>()
  /** The folder of the project that is shown. */
  let shown: string | undefined
  /** The drawing without a folder as it was first shown. */
  let untouched: ProjectDocument | undefined

  const project = (
    name: string,
    folder: string | undefined,
    document: ProjectDocument,
    isRecovered = false,
  ): Project => {
    shown = folder
    untouched = folder === undefined && !isRecovered ? document : undefined
    return {
      name,
      ...(folder === undefined ? {} : { folder }),
      document: document as Project['document'],
      isRecovered,
    }
  }
  const save: ProjectStore['save'] = async (folder, document, isReplacing) => {
    await createFolder(folder)
    const present = await readProjectFolder(folder)
    const files = writeProjectFiles(document)
    const strange = strangeFiles(present, known.get(folder), files)
    if (strange.length > 0 && !isReplacing) throw inTheWay(folder, strange, known.has(folder))
    await writeProjectFolder(folder, files, present)
    known.set(folder, files)
    await unsaved.forget(folder)
    await unsaved.forget(shown)
    shown = folder
    return { name: basename(folder), folder }
  }
  return {
    blank: () => project('Untitled', undefined, { nodes: [], sourceConfigurations: {} }),
    sample: () => project('Sample', undefined, sampleDocument),
    async recoverUntitled() {
      const kept = await unsaved.find(undefined)
      return kept === undefined ? undefined : project('Untitled', undefined, kept.document, true)
    },
    async keepUntitled(now) {
      const kept = await unsaved.find(undefined)
      if (kept === undefined) return undefined
      const time = now.toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '.')
      const folder = join(dataFolder, 'drafts', `Untitled ${time}`)
      await createFolder(folder)
      await writeProjectFolder(folder, writeProjectFiles(kept.document), new Map())
      await unsaved.forget(undefined)
      return { name: basename(folder), folder }
    },
    async open(folder) {
      const files = await readProjectFolder(folder)
      const { document, diagnostics } = readProjectFiles(files)
      if (document === undefined) throw unreadable(folder, diagnostics)
      known.set(folder, files)
      const kept = await unsaved.find(folder)
      if (kept === undefined || isSame(kept.document, document)) {
        return project(basename(folder), folder, document)
      }
      if ((await lastChange(folder, files.keys())) > kept.at) {
        await unsaved.putAside(folder)
        return project(basename(folder), folder, document)
      }
      return project(basename(folder), folder, kept.document, true)
    },
    save,
    // Undone to where it began, nothing is there to be kept.
    autosave: (folder, document) =>
      folder === undefined && untouched !== undefined && isSame(document, untouched)
        ? unsaved.forget(undefined)
        : unsaved.keep(folder, document),
    shown: () => shown,
    settled: () => unsaved.settled(),
  }
}

/** Files that saving would replace or remove though nobody here has seen what is in them. */
function strangeFiles(
  present: ReadonlyMap<string, string>,
  seen: ReadonlyMap<string, string> | undefined,
  wanted: ReadonlyMap<string, string>,
): readonly string[] {
  return [...present]
    .filter(([name, text]) => text !== seen?.get(name) && text !== wanted.get(name))
    .map(([name]) => name)
}

function inTheWay(folder: string, names: readonly string[], isOpen: boolean): RequestError {
  const listed = names.slice(0, 5).join(', ')
  const list = names.length > 5 ? `${listed} and ${names.length - 5} more` : listed
  const message = isOpen
    ? `${folder} was changed by another program since it was opened: ${list}`
    : `${folder} holds another project: ${list}`
  return new RequestError(ipcCodes.filesInTheWay, message, 'Nothing was written.')
}

/** Files say nothing about the order of nodes. */
function isSame(a: ProjectDocument, b: ProjectDocument): boolean {
  return isDeepStrictEqual(plain(a), plain(b))
}

function plain({ nodes, sourceConfigurations, schemas = {} }: ProjectDocument): unknown {
  return { nodes: new Map(nodes.map((node) => [node.id, node])), sourceConfigurations, schemas }
}

function unreadable(
  folder: string,
  diagnostics: ReturnType<typeof readProjectFiles>['diagnostics'],
): RequestError {
  const errors = diagnostics.filter(({ diagnostic }) => diagnostic.severity === 'error')
  const first = errors[0]?.diagnostic
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  return new RequestError(
    ipcCodes.notAProject,
    `${folder}: ${first?.message ?? 'the project cannot be read'}${more}`,
    first?.hint ?? 'Nothing was changed. Mend the file in an editor and open the folder again.',
  )
}
