import { describe, expect, test, vi } from 'vitest'
import type { Value } from '#engine/api'
import type { PortableOptions } from './options.ts'
import { openPlugin } from './test-plugin/open-plugin.ts'
import type { OpenPlugin } from './test-plugin/open-plugin.ts'

const caller = { ruleId: 'r1', operatorId: '2_project', functionId: 0 }

function scale(plugin: OpenPlugin) {
  const fn = plugin.loaded.functions.find(({ name }) => name === 'scale')
  if (!fn) throw new Error('no function scale')
  return { ...fn, exec: (...args: Value[]) => fn.call(args, caller) }
}

test('calls are answered in order', async () => {
  await using plugin = await openPlugin()
  const { exec } = scale(plugin)
  const results = await Promise.all([1, 2, 3].map((n) => exec(n, 10n)))
  expect(results).toEqual([10, 20, 30])
})

test('a keep-alive between commands neither loses nor repeats one', async () => {
  await using plugin = await openPlugin({ environment: { ACME_KEEP_ALIVE: '1' } })
  const { exec } = scale(plugin)
  for (let n = 0; n < 300; n += 1) expect(await exec(n, 2)).toBe(2 * n)
})

test('the plugin says why a call cannot be', async () => {
  await using plugin = await openPlugin()
  const { validate, isAggregate } = scale(plugin)
  expect(await isAggregate()).toBe(false)
  expect(await validate([{ Val: 1 }, { Val: 2 }])).toBeUndefined()
  expect(await validate([{ Val: 1 }])).toBe('scale takes a value and a factor')
})

test.each([
  ['with its text', -2, 'negative factor'],
  ['without one', -4, 'function scale failed without saying why'],
])('a call that fails %s has a message', async (_, factor, message) => {
  await using plugin = await openPlugin()
  await expect(scale(plugin).exec(1, factor)).rejects.toThrow(message)
})

test('a call that hangs ends after the limit, the next ones fail at once, and the plugin is started again', async () => {
  await using plugin = await openPlugin({ limits: { functionMs: 200 }, restart: { firstMs: 1 } })
  const { exec } = scale(plugin)
  await expect(exec(1, -1)).rejects.toThrow('plugin acme: gave no answer within 0.2 s')
  await expect(exec(1, 2)).rejects.toThrow(
    'plugin acme: it still works on a call that took over 0.2 s',
  )
  await vi.waitFor(async () => expect(await exec(1, 2)).toBe(2), { timeout: 10_000 })
})

test('a crash in a call fails that call at once and the next one works', async () => {
  await using plugin = await openPlugin({ restart: { firstMs: 1 } })
  const { exec } = scale(plugin)
  await expect(exec(1, -3)).rejects.toThrow('plugin acme: exit status 5')
  await vi.waitFor(async () => expect(await exec(1, 2)).toBe(2), { timeout: 10_000 })
})

describe('while the calling thread waits', () => {
  const openRestarting = (options: PortableOptions = {}) =>
    openPlugin({ restart: { firstMs: 1 }, ...options })
  async function started(plugin: OpenPlugin) {
    const fn = scale(plugin)
    await fn.isAggregate()
    return { ...fn, now: (...args: Value[]) => fn.callNow(args, caller) }
  }

  test('a call has its result at once', async () => {
    await using plugin = await openRestarting()
    const { now, validateNow } = await started(plugin)
    expect(now(3, 10n)).toBe(30)
    expect(validateNow('[{"Val":1},{"Val":2}]')).toBeUndefined()
    expect(validateNow('[{"Val":1}]')).toBe('scale takes a value and a factor')
    for (let n = 0; n < 300; n += 1) expect(now(n, 2)).toBe(2 * n)
  })

  test('a keep-alive between calls neither loses nor repeats one', async () => {
    await using plugin = await openRestarting({ environment: { ACME_KEEP_ALIVE: '1' } })
    const { now } = await started(plugin)
    for (let n = 0; n < 300; n += 1) expect(now(n, 2)).toBe(2 * n)
  })

  test.each([
    ['with its text', -2, 'negative factor'],
    ['without one', -4, 'function scale failed without saying why'],
  ])('a call that fails %s has a message', async (_, factor, message) => {
    await using plugin = await openRestarting()
    const { now } = await started(plugin)
    expect(() => now(1, factor)).toThrow(message)
    expect(now(1, 2)).toBe(2)
  })

  test('a call that hangs costs its limit, the ones behind it nothing, and the plugin comes back', async () => {
    await using plugin = await openRestarting({ limits: { functionMs: 200 } })
    const { now } = await started(plugin)
    expect(() => now(1, -1)).toThrow('plugin acme: gave no answer within 0.2 s')
    for (let n = 0; n < 100; n += 1) expect(() => now(1, 2)).toThrow('it still works on a call')
    await vi.waitFor(() => expect(now(1, 2)).toBe(2), { timeout: 10_000 })
  })

  test('a crash fails the call and those behind it at once, and the plugin comes back', async () => {
    await using plugin = await openRestarting()
    const { now } = await started(plugin)
    for (let n = 0; n < 100; n += 1) {
      expect(() => now(1, -3)).toThrow('plugin acme: the plugin ended during the call')
    }
    await vi.waitFor(() => expect(now(1, 2)).toBe(2), { timeout: 10_000 })
  })

  test('nothing is started by a call, which says so and has it started', async () => {
    await using plugin = await openPlugin()
    const fn = scale(plugin)
    expect(() => fn.callNow([1, 2], caller)).toThrow('plugin acme: it was not started yet')
    await vi.waitFor(() => expect(fn.callNow([1, 2], caller)).toBe(2), { timeout: 10_000 })
  })
})
