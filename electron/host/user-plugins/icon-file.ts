import { existsSync } from 'node:fs'
import { readFile, realpath, stat } from 'node:fs/promises'
import { basename, dirname, extname, join, sep } from 'node:path'
import type { Candidate } from './candidate.ts'

const types: Readonly<Record<string, string>> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
}
const longestIcon = 64 * 1024

export const isImageFile = (icon: string): boolean => extname(icon).toLowerCase() in types

/**
 * A plugin's picture as a data URL: the file that package.json names, `icon.svg|png|webp` in its folder, or
 * a picture beside its file with the same name. Undefined where there is none. Rejects with what is wrong.
 * Windows may show it as an image only: what an SVG contains never becomes part of a page.
 */
export async function readIcon(
  candidate: Candidate,
  named: string | undefined,
): Promise<string | undefined> {
  const { path, isFolder } = candidate
  const folder = isFolder ? path : dirname(path)
  if (named !== undefined) return readImage(folder, join(folder, named))
  const stem = isFolder ? 'icon' : basename(path, extname(path))
  const file = Object.keys(types)
    .map((extension) => join(folder, `${stem}${extension}`))
    .find((each) => existsSync(each))
  return file === undefined ? undefined : readImage(folder, file)
}

async function readImage(folder: string, file: string): Promise<string> {
  if (!existsSync(file)) throw new Error(`its icon ${file} is missing`)
  // A link may lead out of it as well.
  if (!(await realpath(file)).startsWith(`${await realpath(folder)}${sep}`)) {
    throw new Error(`its icon ${file} lies outside of the plugin; put it beside the code`)
  }
  const { size } = await stat(file)
  if (size > longestIcon) {
    throw new Error(
      `its icon ${file} has ${String(size)} bytes; an icon may have ${String(longestIcon)}`,
    )
  }
  const extension = extname(file).toLowerCase()
  const bytes = await readFile(file)
  if (!isOfType(bytes, extension)) throw new Error(`its icon ${file} is no ${extension.slice(1)}`)
  return `data:${types[extension] ?? ''};base64,${bytes.toString('base64')}`
}

function isOfType(bytes: Buffer, extension: string): boolean {
  switch (extension) {
    case '.png':
      return bytes.subarray(1, 4).toString('latin1') === 'PNG'
    case '.webp':
      return bytes.subarray(8, 12).toString('latin1') === 'WEBP'
    default:
      return bytes.includes('<svg')
  }
}
