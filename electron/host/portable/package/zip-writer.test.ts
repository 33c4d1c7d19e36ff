import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeZip } from './zip-writer.ts'
import { readZip } from './zip.ts'

const files = [
  { path: 'run', data: Buffer.from('#!/bin/sh\n'), isExecutable: true },
  { path: 'lib/größe.txt', data: Buffer.from('long '.repeat(10_000)) },
  { path: 'empty', data: Buffer.alloc(0) },
]

test('what is written is read again, with its permissions', () => {
  const read = readZip(writeZip(files))
  expect(read.map(({ path, mode, data }) => [path, mode, String(data)])).toEqual([
    ['run', 0o755, '#!/bin/sh\n'],
    ['lib/größe.txt', 0o644, 'long '.repeat(10_000)],
    ['empty', 0o644, ''],
  ])
})

test('the same files are the same archive', () => {
  expect(writeZip(files).equals(writeZip(files))).toBe(true)
})

const python = spawnSync('python3', ['--version']).status === 0
test.skipIf(!python)('another program finds nothing wrong with it (needs python3)', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zip-writer-'))
  try {
    const file = join(folder, 'a.zip')
    await writeFile(file, writeZip(files))
    const script =
      'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.testzip(), [(i.filename, oct(i.external_attr >> 16)) for i in z.infolist()])'
    expect(execFileSync('python3', ['-c', script, file], { encoding: 'utf8' }).trim()).toBe(
      "None [('run', '0o100755'), ('lib/größe.txt', '0o100644'), ('empty', '0o100644')]",
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
