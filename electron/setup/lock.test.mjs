import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withLock } from './lock.mjs'

let folder = ''
const lock = () => path.join(folder, 'some.lock')

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sluice-lock-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('only one holder works at a time', async () => {
  let inside = 0
  let most = 0
  const work = async () => {
    inside += 1
    most = Math.max(most, inside)
    for (let count = 0; count < 20; count += 1) await turn()
    inside -= 1
  }
  await Promise.all([withLock(lock(), work), withLock(lock(), work), withLock(lock(), work)])
  expect(most).toBe(1)
})

test('who waits is told who holds the lock', async () => {
  /** @type {string[]} */
  const holders = []
  /** @type {() => void} */
  let finishFirst = () => undefined
  const isHeld = new Promise((resolve) => {
    void withLock(lock(), () => {
      resolve(undefined)
      return new Promise((finish) => {
        finishFirst = () => finish(undefined)
      })
    })
  })
  await isHeld
  await withLock(lock(), () => Promise.resolve(), {
    onWait: (holder) => {
      holders.push(holder)
      finishFirst()
    },
  })
  expect(holders).toEqual([`process ${process.pid}`])
})

test('the lock of a process that died is taken over', async () => {
  await mkdir(lock())
  // No process has this number: the kernel's largest is 4194304.
  await writeFile(path.join(lock(), 'holder'), `9999999 ${os.hostname()}`)
  await expect(withLock(lock(), () => Promise.resolve('done'))).resolves.toBe('done')
})

test('a lock that nobody touches any more is taken over, whatever its holder', async () => {
  await mkdir(lock())
  await writeFile(path.join(lock(), 'holder'), `1 another-host`)
  const work = () => Promise.resolve('done')
  await expect(withLock(lock(), work, { staleMs: 0 })).resolves.toBe('done')
})

test('a failure frees the lock and is passed on', async () => {
  await expect(withLock(lock(), () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(existsSync(lock())).toBe(false)
})
