import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { StateChanges } from './protocol.ts'

type Values = Readonly<Record<string, unknown>>

/** What the instances of one plugin keep: in memory at once, on disk a moment later. */
export interface StateStore {
  read(place: string): Values
  change(place: string, changes: StateChanges): void
  /** Resolves when everything is on disk. */
  settled(): Promise<void>
}

const writeDelayMs = 500

/** `warn` hears of a file that cannot be read or written; the plugin goes on with what is in memory. */
export async function openStateStore(
  folder: string,
  warn: (message: string) => void,
): Promise<StateStore> {
  const file = join(folder, 'state.json')
  const places = new Map<string, Map<string, unknown>>()
  for (const [place, values] of Object.entries(await readPlaces(file, warn))) {
    places.set(place, new Map(Object.entries(values)))
  }
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  const write = (): void => {
    timer = undefined
    const text = JSON.stringify(
      Object.fromEntries([...places].map(([place, values]) => [place, Object.fromEntries(values)])),
    )
    writing = writing
      .then(() => replaceFile(file, text))
      .catch((error: unknown) => warn(`${file} could not be written: ${String(error)}`))
  }
  return {
    read: (place) => Object.fromEntries(places.get(place) ?? []),
    change(place, changes) {
      const values = places.get(place) ?? new Map<string, unknown>()
      places.set(place, values)
      for (const [key, value] of changes) {
        if (value === undefined) values.delete(key)
        else values.set(key, value)
      }
      timer ??= setTimeout(write, writeDelayMs)
    },
    async settled() {
      if (timer !== undefined) {
        clearTimeout(timer)
        write()
      }
      await writing
    },
  }
}

async function readPlaces(
  file: string,
  warn: (message: string) => void,
): Promise<Readonly<Record<string, Values>>> {
  try {
    const json: unknown = JSON.parse(await readFile(file, 'utf8'))
    return typeof json === 'object' && json !== null ? (json as Record<string, Values>) : {}
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (!isMissing) warn(`${file} could not be read, its state is lost: ${String(error)}`)
    return {}
  }
}

async function replaceFile(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(`${file}.new`, text)
  await rename(`${file}.new`, file)
}
