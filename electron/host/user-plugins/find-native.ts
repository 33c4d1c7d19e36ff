import { readFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { isRecord } from '../portable/package/localized.ts'
import type { NativeCandidate } from './candidate.ts'
import type { PluginKind } from './protocol.ts'

/** `mySink.so`, `MySink.so`, `mySink@v1.0.0.so`: what eKuiper looks for. */
const nativeFile = /^(?<stem>[^@]+)(?:@v?(?<version>.+))?\.so$/

/**
 * Native plugins of eKuiper among the files of a folder: a `.so` or, where that is left on the server, its
 * metadata file alone. `hasCode`: a plugin of that type is there in code, which has a metadata file as well.
 */
export async function findNative(
  folder: string,
  kind: PluginKind,
  names: readonly string[],
  hasCode: (type: string) => boolean,
): Promise<readonly NativeCandidate[]> {
  const found = new Map<string, NativeCandidate>()
  for (const name of names) {
    const { stem, version } = nativeFile.exec(name)?.groups ?? {}
    if (stem === undefined) continue
    const candidate = describe(join(folder, name), kind, stem, version)
    const earlier = found.get(candidate.type)
    // eKuiper takes the highest version by its text.
    if (earlier === undefined || (earlier.version ?? '') < (version ?? ''))
      found.set(candidate.type, candidate)
  }
  for (const name of names.filter((each) => extname(each) === '.json')) {
    const candidate = describe(join(folder, name), kind, basename(name, '.json'), undefined)
    if (found.has(candidate.type) || hasCode(candidate.type)) continue
    if (await isMetadata(candidate.path)) found.set(candidate.type, candidate)
  }
  return [...found.values()]
}

function describe(
  path: string,
  kind: PluginKind,
  stem: string,
  version: string | undefined,
): NativeCandidate {
  return {
    form: 'native',
    kind,
    type: stem.charAt(0).toLowerCase() + stem.slice(1),
    symbol: stem.charAt(0).toUpperCase() + stem.slice(1),
    path,
    entry: path,
    isFolder: false,
    version,
  }
}

/** Any other JSON file in the folder is none of ours. */
async function isMetadata(file: string): Promise<boolean> {
  try {
    const json: unknown = JSON.parse(await readFile(file, 'utf8'))
    return isRecord(json) && isRecord(json.about) && ('properties' in json || 'functions' in json)
  } catch {
    return false
  }
}
