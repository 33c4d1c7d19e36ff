import { expect, test, vi } from 'vitest'
import type { Value } from '#engine/api'
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

test('a call that hangs ends after the limit, and the plugin is started again for the next', async () => {
  await using plugin = await openPlugin({ limits: { functionMs: 200 }, restart: { firstMs: 1 } })
  const { exec } = scale(plugin)
  await expect(exec(1, -1)).rejects.toThrow('call func scale error: gave no answer within 0.2 s')
  await expect(exec(1, 2)).rejects.toThrow(
    'call func scale error: was not ready for a command within 0.2 s',
  )
  await vi.waitFor(async () => expect(await exec(1, 2)).toBe(2), { timeout: 10_000 })
})

test('a crash in a call fails that call at once and the next one works', async () => {
  await using plugin = await openPlugin({ restart: { firstMs: 1 } })
  const { exec } = scale(plugin)
  await expect(exec(1, -3)).rejects.toThrow('call func scale error: plugin acme: exit status 5')
  await vi.waitFor(async () => expect(await exec(1, 2)).toBe(2), { timeout: 10_000 })
})
