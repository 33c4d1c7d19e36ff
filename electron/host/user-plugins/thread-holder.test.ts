import { onTestFinished, expect, test, vi } from 'vitest'
import { bundlePlugin } from './bundle.ts'
import type { Bundle } from './bundle.ts'
import { isCode } from './candidate.ts'
import { findPlugins } from './find-plugins.ts'
import { usualLimits } from './limits.ts'
import { createFolder } from './testing/plugin-folder.ts'
import { ThreadHolder } from './thread-holder.ts'

/** A function that never answers 2, and else says which code it is. */
const codeOf = (name: string): string =>
  `export const hang = (n) => { while (n === 2); return '${name}' }`
/** It is still loading when new code is there. */
const slow = `await new Promise((resolve) => setTimeout(resolve, 400)); console.log('loaded')
${codeOf('old')}`
const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }

async function load(): Promise<{
  holder: ThreadHolder
  bundle: (code: string) => Promise<Bundle>
}> {
  const folder = await createFolder({ 'functions/hang.mjs': slow })
  const { candidates } = await findPlugins([folder.folder])
  const [candidate] = candidates.filter(isCode)
  if (candidate === undefined) throw new Error('the plugin was not found')
  const limits = { ...usualLimits, callMs: 1000 }
  const holder = await ThreadHolder.load(
    { candidate, limits, logger },
    await bundlePlugin(candidate),
  )
  onTestFinished(() => holder.close())
  return {
    holder,
    bundle: async (code) => {
      await folder.write('functions/hang.mjs', code)
      return bundlePlugin(candidate)
    },
  }
}

const call = (holder: ThreadHolder, argument: number): unknown =>
  holder.call({ type: 'exec', use: { id: 1, ruleId: 'r', functionId: 0 }, args: [argument] }).value

const timesLoaded = (): number =>
  logger.info.mock.calls.filter(([line]) => line === 'hang: loaded').length

test('code that is replaced while its thread starts again stays replaced', async () => {
  const { holder, bundle } = await load()
  const next = await bundle(codeOf('new'))
  expect(() => call(holder, 2)).toThrow(/took over/)
  await holder.replace(next)
  await vi.waitFor(() => expect(timesLoaded()).toBe(2), { timeout: 5000 })
  expect(call(holder, 1)).toBe('new')
})
