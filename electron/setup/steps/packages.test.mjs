import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { arePackagesCurrent, isInstalled } from './packages.mjs'

/** @param {Record<string, import('./packages.mjs').LockEntry>} packages */
const lock = (packages) => ({ packages: { '': { version: '0.1.0' }, ...packages } })
const react = { version: '19.0.0', integrity: 'sha512-a' }

describe('node_modules is as good as npm ci', () => {
  test.each([
    ['when it holds what the lockfile pins', lock({ r: react }), lock({ r: react }), true],
    ['when it holds more', lock({}), lock({ r: react }), true],
    ['not when a package is missing', lock({ r: react }), lock({}), false],
    [
      'not when a package has another version',
      lock({ r: react }),
      lock({ r: { ...react, version: '18.0.0' } }),
      false,
    ],
    [
      'not when a package has other bytes',
      lock({ r: react }),
      lock({ r: { ...react, integrity: 'sha512-b' } }),
      false,
    ],
    [
      'when a package for another platform is missing',
      lock({ w: { ...react, optional: true } }),
      lock({}),
      true,
    ],
  ])('%s', (_name, wanted, installed, expected) => {
    expect(isInstalled(wanted, installed)).toBe(expected)
  })
})

describe('in a clone', () => {
  let folder = ''
  const write = (/** @type {string} */ name, /** @type {unknown} */ content) =>
    writeFile(path.join(folder, name), JSON.stringify(content))
  const modules = () => path.join(folder, 'node_modules')

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'sluice-packages-'))
    await write('package-lock.json', lock({ r: react }))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  test('without node_modules packages are not current', async () => {
    expect(await arePackagesCurrent(folder)).toBe(false)
  })

  test('an interrupted install does not count', async () => {
    await mkdir(path.join(modules(), 'r'), { recursive: true })
    expect(await arePackagesCurrent(folder)).toBe(false)
  })

  test('an install by hand counts, and is remembered', async () => {
    await mkdir(modules())
    await write('node_modules/.package-lock.json', lock({ r: react }))
    expect(await arePackagesCurrent(folder)).toBe(true)
    expect(await readFile(path.join(modules(), '.sluice-lock-hash'), 'utf8')).toMatch(/^\w{64} /)
  })

  test('a lockfile that changed since makes packages old', async () => {
    await mkdir(modules())
    await write('node_modules/.package-lock.json', lock({ r: react }))
    await arePackagesCurrent(folder)
    await write('package-lock.json', lock({ r: { ...react, version: '19.1.0' } }))
    expect(await arePackagesCurrent(folder)).toBe(false)
  })

  test('a missing lockfile is said, with what to do', async () => {
    await rm(path.join(folder, 'package-lock.json'))
    await expect(arePackagesCurrent(folder)).rejects.toMatchObject({
      message: `There is no package-lock.json in ${folder}.`,
      nextStep: 'Restore it: git checkout package-lock.json',
    })
  })
})
