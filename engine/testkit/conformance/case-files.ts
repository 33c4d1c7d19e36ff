import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseCase, type ConformanceCase } from './case.ts'

/** The cases of a file, or of every `.ndjson` file of a folder, whose id begins with `area`. */
export function readCases(path: string, area = ''): readonly ConformanceCase[] {
  const isFolder = statSync(path).isDirectory()
  const files = isFolder
    ? readdirSync(path)
        .filter((name) => name.endsWith('.ndjson'))
        .sort()
        .map((name) => join(path, name))
    : [path]
  return files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && idOf(line).startsWith(area))
      .map(parseCase),
  )
}

/** Every line begins with its id: most of an area's lines need not be parsed. */
function idOf(line: string): string {
  return /^\{"id":"([^"]*)"/.exec(line)?.[1] ?? ''
}
