import { z } from 'zod'
import { recentProject } from '#ipc/contract'
import { readFileIfPresent, writeFileAtomically } from './atomic-file.ts'

const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  recent: z.array(recentProject).catch([]),
  /** Folders with plugins, beside the app's own. */
  pluginFolders: z.array(z.string()).catch([]),
  /** Secrets may be kept where the system has no key store. */
  allowsWeakSecrets: z.boolean().catch(false),
  window: z
    .object({ width: z.number().int().min(640), height: z.number().int().min(480) })
    .catch({ width: 1440, height: 900 }),
})
export type Settings = z.output<typeof settings>

const mostRecent = 10

/** What the app remembers between starts. A file that cannot be read costs the settings, never the start. */
export interface SettingsStore {
  current(): Settings
  update(change: Partial<Settings>): Promise<void>
  /** Puts a project in front of the recent ones. */
  addRecent(name: string, folder: string): Promise<void>
  /** Resolves when everything is on disk, as far as it can be written. */
  settled(): Promise<void>
}

export async function openSettings(
  file: string,
  warn: (message: string) => void,
): Promise<SettingsStore> {
  let value = settings.parse(await readJson(file, warn))
  let writing: Promise<void> = Promise.resolve()
  const update = (change: Partial<Settings>): Promise<void> => {
    value = { ...value, ...change }
    const text = `${JSON.stringify(value, null, 2)}\n`
    // A failure was told to whoever made that change.
    writing = writing.catch(() => undefined).then(() => writeFileAtomically(file, text))
    return writing
  }
  return {
    current: () => value,
    update,
    addRecent(name, folder) {
      const others = value.recent.filter((project) => project.folder !== folder)
      const recent = [{ name, folder, openedAt: Date.now() }, ...others].slice(0, mostRecent)
      return update({ recent })
    },
    settled: () => writing.catch(() => undefined),
  }
}

async function readJson(file: string, warn: (message: string) => void): Promise<unknown> {
  const text = await readFileIfPresent(file)
  if (text === undefined) return {}
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null ? parsed : {}
  } catch (error) {
    warn(
      `${file} is not JSON (${error instanceof Error ? error.message : String(error)}); starting with defaults`,
    )
    return {}
  }
}
