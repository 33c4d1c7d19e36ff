import { symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createFolder } from './testing/plugin-folder.ts'

const sink = 'export class Mine { configure() {} open() {} collect() {} close() {} }'
const svg = '<svg xmlns="http://www.w3.org/2000/svg"/>'
const url = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
const json = (icon: string) => JSON.stringify({ main: 'index.mjs', sluice: { icon } })

async function iconOf(files: Readonly<Record<string, string>>) {
  const plugins = await (await createFolder(files)).open()
  const [component] = plugins.plugins().flatMap(({ components }) => components)
  const [info] = plugins.list()
  expect(info?.icon).toBe(component?.icon)
  return component?.icon ?? info?.message ?? 'none'
}

test.each([
  ['beside a file', { 'sinks/Mine.mjs': sink, 'sinks/Mine.svg': svg }, url],
  ['in a folder', { 'sinks/mine/index.mjs': sink, 'sinks/mine/icon.svg': svg }, url],
  [
    'named in package.json',
    {
      'sinks/mine/index.mjs': sink,
      'sinks/mine/a.svg': svg,
      'sinks/mine/package.json': json('a.svg'),
    },
    url,
  ],
  [
    'a name in package.json',
    { 'sinks/mine/index.mjs': sink, 'sinks/mine/package.json': json('cpu') },
    'cpu',
  ],
  ['a name in the code', { 'sinks/Mine.mjs': `${sink}; export const icon = 'zap'` }, 'zap'],
  ['nowhere', { 'sinks/Mine.mjs': sink }, 'none'],
])('an icon may be %s', async (_, files, icon) => {
  expect(await iconOf(files)).toBe(icon)
})

test.each([
  [
    'a file that is missing',
    { 'sinks/mine/index.mjs': sink, 'sinks/mine/package.json': json('a.png') },
    /its icon .*a\.png is missing/,
  ],
  [
    'a file elsewhere',
    {
      'sinks/mine/index.mjs': sink,
      'sinks/x.svg': svg,
      'sinks/mine/package.json': json('../x.svg'),
    },
    /x\.svg lies outside of the plugin; put it beside the code/,
  ],
  ['no picture', { 'sinks/Mine.mjs': sink, 'sinks/Mine.png': 'text' }, /Mine\.png is no png/],
  [
    'too large',
    { 'sinks/Mine.mjs': sink, 'sinks/Mine.svg': svg.padEnd(70_000) },
    /has 70000 bytes; an icon may have 65536/,
  ],
  [
    'a file that only the code names',
    { 'sinks/Mine.mjs': `${sink}; export const icon = './a.svg'` },
    /its icon is the file "\.\/a\.svg"; name it in package\.json, or put it beside the code as Mine\.svg/,
  ],
])('an icon that is %s is a problem of its plugin', async (_, files, message) => {
  const plugins = await (await createFolder(files)).open()
  expect(plugins.problems()).toMatchObject([{ message: expect.stringMatching(message) as string }])
})

test('a link out of the folder is not followed', async () => {
  const folder = await createFolder({ 'sinks/mine/index.mjs': sink })
  const secret = join(folder.folder, 'secret.svg')
  await writeFile(secret, svg)
  await symlink(secret, join(folder.folder, 'sinks/mine/icon.svg'))
  const plugins = await folder.open()
  expect(plugins.problems()[0]?.message).toMatch(/lies outside of the plugin/)
})
