import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { isProjectFile, readProjectFiles, sampleDocument, writeProjectFiles } from '#engine/ruleset'
import type { ProjectDocument } from '#engine/ruleset'
import { projectDocument } from '#ipc/contract'
import type { Project } from '#ipc/contract'
import { ipcCodes, RequestError } from '#ipc/errors'
import { readFileIfPresent, writeFileAtomically } from './atomic-file.ts'

/** Projects on disk, and the unsaved state of each beside the settings. */
export interface ProjectStore {
  blank(): Project
  sample(): Project
  /** The project as it was left, unsaved changes included. Throws RequestError; nothing is changed then. */
  open(folder: string): Promise<Project>
  /** What was drawn and never saved to a folder, if anything. */
  recoverUntitled(): Promise<Project | undefined>
  /** Writes the files that changed and removes those of deleted rules and streams. */
  save(folder: string, document: ProjectDocument): Promise<{ name: string; folder: string }>
  autosave(folder: string | undefined, document: ProjectDocument): Promise<void>
}

/** `dataFolder` is where unsaved states are kept. */
export function createProjectStore(dataFolder: string): ProjectStore {
  const autosaves = join(dataFolder, 'autosave')
  const autosaveFile = (folder: string | undefined): string => {
    const key =
      folder === undefined
        ? 'untitled'
        : createHash('sha256').update(folder).digest('hex').slice(0, 24)
    return join(autosaves, `${key}.json`)
  }
  return {
    blank: () => project('Untitled', undefined, { nodes: [], sourceConfigurations: {} }),
    sample: () => project('Sample', undefined, sampleDocument),
    async recoverUntitled() {
      const kept = await readAutosave(autosaveFile(undefined))
      return kept === undefined
        ? undefined
        : { ...project('Untitled', undefined, kept), isRecovered: true }
    },
    async open(folder) {
      const files = await readFiles(folder)
      const { document, diagnostics } = readProjectFiles(files)
      if (document === undefined) throw refuse(folder, diagnostics)
      const kept = await readAutosave(autosaveFile(folder))
      const saved = project(basename(folder), folder, document)
      if (kept === undefined || isSame(kept, saved.document)) return saved
      return { ...project(basename(folder), folder, kept), isRecovered: true }
    },
    async save(folder, document) {
      await attempt(folder, async () => {
        await mkdir(folder, { recursive: true })
        await writeChanged(folder, writeProjectFiles(document))
      })
      await rm(autosaveFile(folder), { force: true })
      await rm(autosaveFile(undefined), { force: true })
      return { name: basename(folder), folder }
    },
    async autosave(folder, document) {
      await mkdir(autosaves, { recursive: true })
      await writeFileAtomically(autosaveFile(folder), JSON.stringify(document))
    },
  }
}

function project(name: string, folder: string | undefined, document: ProjectDocument): Project {
  return {
    name,
    ...(folder === undefined ? {} : { folder }),
    document: document as Project['document'],
    isRecovered: false,
  }
}

async function readFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  return attempt(folder, async () => {
    const names = (await readdir(folder)).filter(isProjectFile)
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
    return new Map(names.map((name, index) => [name, texts[index] ?? '']))
  })
}

/** Only what changed is written: an unchanged file keeps its time, so version control stays quiet. */
async function writeChanged(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const present = (await readdir(folder)).filter(isProjectFile)
  for (const [name, text] of files) {
    const file = join(folder, name)
    if ((await readFileIfPresent(file)) !== text) await writeFileAtomically(file, text)
  }
  for (const name of present) {
    if (!files.has(name)) await rm(join(folder, name), { force: true })
  }
}

/** An unsaved state that cannot be read is left where it is and not used. */
async function readAutosave(file: string): Promise<ProjectDocument | undefined> {
  const text = await readFileIfPresent(file)
  if (text === undefined) return undefined
  try {
    return projectDocument.parse(JSON.parse(text)) as ProjectDocument
  } catch {
    // A half-written state cannot happen (files are replaced whole), one of another version can.
    return undefined
  }
}

function isSame(a: ProjectDocument, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function refuse(
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

async function attempt<Value>(place: string, action: () => Promise<Value>): Promise<Value> {
  try {
    return await action()
  } catch (error) {
    if (error instanceof RequestError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new RequestError(
      ipcCodes.fileFailed,
      `${place}: ${reason}`,
      'Check that the folder exists and may be written.',
    )
  }
}

/** Whether a path given on the command line is a folder. */
export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return false
  }
}
