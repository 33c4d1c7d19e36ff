import { expect, test } from 'vitest'
import { createZip } from './zip.test-support.ts'
import type { Entry } from './zip.test-support.ts'
import { readZip } from './zip.ts'

test('entries are unpacked with their permissions, packed or not', () => {
  const long = 'long '.repeat(1_000)
  const archive = createZip([
    { path: 'sources/', mode: 0o040755 },
    { path: 'main.py', text: long, mode: 0o100755 },
    { path: './sources/tick.yaml', text: 'default:', isStored: true },
  ])
  const read = readZip(archive).map(({ path, isFolder, mode, data }) => [
    path,
    isFolder,
    mode,
    String(data),
  ])
  expect(read).toEqual([
    ['sources', true, 0o755, ''],
    ['main.py', false, 0o755, long],
    ['sources/tick.yaml', false, 0o644, 'default:'],
  ])
})

test('a comment may follow the archive', () => {
  expect(readZip(createZip([{ path: 'a', text: 'b' }], 'made by hand'))).toHaveLength(1)
})

test.each(['../evil', '/etc/passwd', 'a/../../b', 'a\\b', 'C:/windows', 'a\0b'])(
  'the path %j is refused',
  (path) => {
    expect(() => readZip(createZip([{ path }]))).toThrow(/leads out of the plugin's folder/)
  },
)

test.each<[string, Partial<Entry>, RegExp]>([
  ['a symbolic link', { mode: 0o120777, text: '/etc' }, /entry a is a symbolic link/],
  [
    'an encrypted entry',
    { changes: (central) => central.writeUInt16LE(1, 8) },
    /entry a is encrypted/,
  ],
  [
    'another method',
    { changes: (central) => central.writeUInt16LE(14, 10) },
    /packed with method 14; use deflate/,
  ],
  [
    'a wrong checksum',
    { text: 'x', changes: (central) => central.writeUInt32LE(1, 16) },
    /its checksum does not match/,
  ],
  [
    'more data than it says',
    { text: 'xyz', changes: (central) => central.writeUInt32LE(1, 24) },
    /entry a is damaged/,
  ],
  [
    'data out of the file',
    { changes: (central) => central.writeUInt32LE(9_999, 42) },
    /its data is missing/,
  ],
  [
    'a size beyond sense',
    { changes: (central) => central.writeUInt32LE(0xfffffff0, 24) },
    /unpacks to more than 1 GB/,
  ],
])('%s is an error that names the entry', (_, entry, message) => {
  expect(() => readZip(createZip([{ path: 'a', ...entry }]))).toThrow(message)
})

test.each([
  ['an empty file', Buffer.alloc(0)],
  ['a text', Buffer.from('this is no archive, but it is long enough to be one')],
  ['an archive that is cut off', createZip([{ path: 'a', text: 'b' }]).subarray(0, 40)],
])('%s is not taken for a zip', (_, file) => {
  expect(() => readZip(file)).toThrow(/not a zip archive/)
})

test('damage anywhere is an error, never another exception', () => {
  const archive = createZip([
    { path: 'a', text: 'some text' },
    { path: 'b/c', text: 'x' },
  ])
  for (let at = 0; at < archive.length; at += 1) {
    const damaged = Buffer.from(archive)
    damaged[at] = (damaged[at] ?? 0) ^ 0xff
    try {
      readZip(damaged)
    } catch (error) {
      expect(error).toMatchObject({ name: 'ZipError' })
    }
  }
})
