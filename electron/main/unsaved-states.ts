import { createHash } from 'node:crypto'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parseExactJson, printExactJson, type ProjectDocument } from '#engine/ruleset'
import { projectDocument } from '#ipc/contract'
import { readFileIfPresent, writeFileAtomically } from './atomic-file.ts'

export interface UnsavedState {
  readonly document: ProjectDocument
  /** When it was kept, in milliseconds since 1970. */
  readonly at: number
}

/**
 * What is drawn and not saved, one state for each project folder and one for a drawing without a folder
 * (`undefined`). Writes of one state never overtake each other.
 */
export interface UnsavedStates {
  keep(folder: string | undefined, document: ProjectDocument): Promise<void>
  find(folder: string | undefined): Promise<UnsavedState | undefined>
  forget(folder: string | undefined): Promise<void>
  /** Takes a state that is not used out of the way without deleting it. */
  putAside(folder: string | undefined): Promise<void>
  /** Resolves when everything given so far is on disk. */
  settled(): Promise<void>
}

export function openUnsavedStates(statesFolder: string): UnsavedStates {
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <Value>(action: () => Promise<Value>): Promise<Value> => {
    const done = last.then(action)
    // Whoever asked hears of a failure; the next write is independent of it.
    last = done.catch(() => undefined)
    return done
  }
  const fileOf = (folder: string | undefined): string => {
    const digest = createHash('sha256').update(folder ?? '')
    const key = folder === undefined ? 'untitled' : digest.digest('hex').slice(0, 24)
    return join(statesFolder, `${key}.json`)
  }
  const putAside = async (file: string): Promise<void> => rename(file, `${file}.old`)
  return {
    keep: (folder, document) =>
      inTurn(async () => {
        await mkdir(statesFolder, { recursive: true })
        await writeFileAtomically(fileOf(folder), printExactJson(document))
      }),
    find: (folder) =>
      inTurn(async () => {
        const file = fileOf(folder)
        const text = await readFileIfPresent(file)
        if (text === undefined) return undefined
        const document = parse(text)
        if (document !== undefined) return { document, at: (await stat(file)).mtimeMs }
        await putAside(file)
        return undefined
      }),
    forget: (folder) => inTurn(() => rm(fileOf(folder), { force: true })),
    putAside: (folder) => inTurn(() => putAside(fileOf(folder))),
    settled: () => inTurn(async () => undefined),
  }
}

/** Undefined for what this version cannot read: files are replaced whole, so it is never half of one. */
function parse(text: string): ProjectDocument | undefined {
  const json = parseExactJson(text)
  const document = projectDocument.safeParse(json.ok ? json.value : undefined)
  return document.success ? (document.data as ProjectDocument) : undefined
}
