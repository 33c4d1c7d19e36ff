import {
  appendFileSync,
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { StoredMessages } from '#engine'
import { createDiskStore } from './sink-store.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-store-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = (ruleId = 'r', action = 0): StoredMessages =>
  createDiskStore(folder).open({ ruleId, action, queue: 'main' })
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const texts = (messages: readonly Uint8Array[]): readonly string[] =>
  messages.map((message) => new TextDecoder().decode(message))
const append = (store: StoredMessages, ...given: readonly string[]): void => {
  for (const text of given) store.append(bytes(text))
}
const all = (store: StoredMessages): readonly string[] => texts(store.read(0, 1e6))
const place = (): string => join(folder, 'rule-r', '0-main')
const segment = (): string => {
  const name = readdirSync(place()).find((file) => file.endsWith('.messages'))
  return join(place(), name ?? '')
}

describe('a store on disk', () => {
  test('gives the messages back after it was closed, without those that were dropped', () => {
    const first = open()
    append(first, 'a', 'b', '', 'd')
    first.drop(1)
    first.close()
    const second = open()
    append(second, 'e')
    expect(second.length).toBe(4)
    expect(all(second)).toEqual(['b', '', 'd', 'e'])
    expect(texts(second.read(2, 1))).toEqual(['d'])
    second.close()
  })

  test('is as if killed at any moment: what was appended is in the file already', () => {
    const killed = open()
    append(killed, 'a', 'b')
    killed.drop(1)
    // The lock of a process that is gone.
    writeFileSync(join(place(), 'lock'), '999999999')
    const next = open()
    expect(all(next)).toEqual(['b'])
    next.close()
  })

  test.each([1, 5, 8, 9])(
    'a message of which the last %i bytes are missing is left out',
    (missing) => {
      const first = open()
      append(first, 'kept', 'torn')
      first.close()
      const file = segment()
      truncateSync(file, readFileSync(file).length - missing)
      const second = open()
      append(second, 'next')
      expect(all(second)).toEqual(['kept', 'next'])
      second.close()
    },
  )

  test('zeros and rubbish behind the last message are left out', () => {
    const first = open()
    append(first, 'kept')
    first.close()
    appendFileSync(segment(), new Uint8Array(4096))
    const second = open()
    append(second, 'next')
    second.close()
    appendFileSync(segment(), 'rubbish that is no frame')
    const third = open()
    expect(all(third)).toEqual(['kept', 'next'])
    third.close()
  })

  test('a position that cannot be read sends again instead of losing', () => {
    const first = open()
    append(first, 'a', 'b')
    first.drop(2)
    first.close()
    writeFileSync(join(place(), 'position'), 'rubbish')
    const second = open()
    expect(all(second)).toEqual(['a', 'b'])
    second.close()
  })

  test('removes files whose messages are all dropped', () => {
    const store = open()
    const large = new Uint8Array(400_000)
    for (let index = 0; index < 10; index += 1) store.append(large)
    const count = (): number => readdirSync(place()).filter((name) => /messages$/.test(name)).length
    expect(count()).toBe(4)
    store.drop(9)
    expect(count()).toBe(1)
    store.clear()
    expect([count(), store.length]).toEqual([0, 0])
    append(store, 'x')
    expect(all(store)).toEqual(['x'])
    store.close()
  })

  test('is one for each action, and rule names that look alike are not mixed up', () => {
    const names = ['r', 'R', 'r/..', 'r%', 'é', 'x'.repeat(300), `${'x'.repeat(300)}y`]
    const stores = names.map((name) => open(name))
    const other = open('r', 1)
    stores.forEach((store, index) => append(store, String(index)))
    append(other, 'other')
    expect(stores.map(all)).toEqual(names.map((_, index) => [String(index)]))
    expect(all(other)).toEqual(['other'])
    for (const store of [...stores, other]) store.close()
  })

  test('belongs to one at a time', () => {
    const first = open()
    expect(() => open()).toThrow(`process ${process.pid} is using the cache`)
    first.close()
    open().close()
  })

  test('a folder that cannot be written is said to be so', () => {
    writeFileSync(join(folder, 'rule-r'), 'a file where the folder should be')
    expect(() => open()).toThrow(
      `the folder ${place()} cannot be used: a part of the path is a file, no folder. Make it a folder`,
    )
  })

  test.skipIf(process.getuid?.() === 0)('a folder without rights is said to be so', () => {
    chmodSync(folder, 0o500)
    expect(() => open()).toThrow(/EACCES/)
    chmodSync(folder, 0o700)
  })

  test('is a queue, whatever is done to it', () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('append' as const),
        size: fc.integer({ min: 0, max: 400_000 }),
      }),
      fc.record({ kind: fc.constant('drop' as const), size: fc.integer({ min: 0, max: 5 }) }),
      fc.record({ kind: fc.constant('read' as const), size: fc.integer({ min: 0, max: 5 }) }),
      fc.constant({ kind: 'reopen' as const, size: 0 }),
    )
    let number = 0
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        number += 1
        const name = `model-${number}`
        let store = open(name)
        let model: number[] = []
        for (const { kind, size } of steps) {
          if (kind === 'append') {
            store.append(new Uint8Array(size))
            model.push(size)
          } else if (kind === 'drop') {
            const count = Math.min(size, model.length)
            store.drop(count)
            model = model.slice(count)
          } else if (kind === 'reopen') {
            store.close()
            store = open(name)
          }
          expect(store.length).toBe(model.length)
          const sizes = store.read(size, 3).map(({ length }) => length)
          expect(sizes).toEqual(model.slice(size, size + 3))
        }
        store.close()
      }),
      { numRuns: 40 },
    )
  })
})
