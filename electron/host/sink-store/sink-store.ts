import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { SinkStore, StorePlace } from '#engine'
import { cacheError } from './cache-error.ts'
import { MessageFolder } from './message-folder.ts'

/** Keeps the cached messages of every action in a folder of its own below `folder`. */
export function createDiskStore(folder: string): SinkStore {
  const folderOf = ({ ruleId, action, queue }: StorePlace): string =>
    join(folder, folderName(ruleId), `${action}-${queue}`)
  return {
    open: (place) => {
      const own = folderOf(place)
      try {
        return new MessageFolder(own)
      } catch (error) {
        throw cacheError(own, error)
      }
    },
    isUsed: (place) => existsSync(folderOf(place)),
  }
}

/** A rule id as the name of a folder on every system: two ids never share one. */
function folderName(ruleId: string): string {
  const name = ruleId.replace(
    /[^a-z0-9_-]/g,
    (character) => `%${character.codePointAt(0)?.toString(16).padStart(4, '0') ?? ''}`,
  )
  // Longer names are refused by most file systems.
  return name.length <= 200 ? `rule-${name}` : `rule-${name.slice(0, 180)}-${hash(name)}`
}

function hash(text: string): string {
  let sum = 0xcbf29ce484222325n
  for (const character of text) {
    sum = BigInt.asUintN(64, (sum ^ BigInt(character.codePointAt(0) ?? 0)) * 0x100000001b3n)
  }
  return sum.toString(16)
}
