import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/**
 * The key to our virtual display. Without one, every user of the machine could watch the app and
 * type into it.
 */
export function createDisplayKey() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sluice-display-'))
  const file = path.join(folder, 'Xauthority')
  writeFileSync(file, authorityEntry(randomBytes(16)), { mode: 0o600 })
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/**
 * One entry of an X authority file, for any host and any display: family, then address, display
 * number, name and data, each with its length before it.
 *
 * @param {Uint8Array} cookie
 */
export function authorityEntry(cookie) {
  const anyFamily = Buffer.from([0xff, 0xff])
  const fields = ['', '', 'MIT-MAGIC-COOKIE-1'].map((text) => Buffer.from(text, 'latin1'))
  const counted = [...fields, cookie].map((field) => {
    const length = Buffer.alloc(2)
    length.writeUInt16BE(field.length)
    return Buffer.concat([length, field])
  })
  return Buffer.concat([anyFamily, ...counted])
}
