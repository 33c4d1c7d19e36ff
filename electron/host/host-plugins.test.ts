import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { HostMessage } from '#ipc/host-contract'
import { hostMessage } from '#ipc/host-contract'
import { startHost } from './host.ts'
import type { Host } from './host.ts'

type News = Extract<HostMessage, { type: 'plugins' }>
let host: Host | undefined
let folder = ''
afterEach(async () => {
  await host?.handle({ type: 'close' })
  await rm(folder, { recursive: true, force: true })
})

test('the host asks for trust, then offers the plugin, and runs it', async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-host-plugins-'))
  const all: HostMessage[] = []
  let wake = (): void => undefined
  const send = (message: HostMessage): void => {
    all.push(hostMessage.parse(structuredClone(message)))
    wake()
  }
  const next = async (fits: (news: News) => boolean): Promise<News> => {
    for (;;) {
      const found = all.find(
        (message): message is News => message.type === 'plugins' && fits(message),
      )
      if (found !== undefined) return found
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  const own = join(folder, 'plugins')
  host = await startHost(send, undefined, {
    folders: [own],
    trustFile: join(folder, 'trusted.json'),
  })
  const empty = await next(() => true)
  expect(empty.list).toEqual({ folders: [own], plugins: [], functions: [], problems: [] })

  await writeFile(
    join(own, 'sinks/MySink.mjs'),
    "import 'node:fs'\nexport class MySink { configure() {} open() {} collect() {} close() {} }",
  )
  const asked = await next(({ list }) => list.plugins.length > 0)
  expect(asked.list.plugins).toMatchObject([
    { id: 'sink mySink', state: 'untrusted', reaches: ['fs'] },
  ])
  expect(asked.components.map(({ type }) => type)).not.toContain('mySink')

  await host.handle({ type: 'trust-plugin', request: 1, id: 'sink mySink', follow: false })
  expect(all.at(-1)).toEqual({ type: 'done', request: 1 })
  const trusted = await next(({ list }) => list.plugins[0]?.state === 'ready')
  expect(trusted.components).toContainEqual(
    expect.objectContaining({ kind: 'sink', type: 'mySink', plugin: 'your plugin' }),
  )
  await host.handle({
    type: 'start',
    request: 2,
    definition: {
      streams: ['CREATE STREAM s () WITH (TYPE="simulator", CONF_KEY="s")'],
      rules: [{ id: 'r', sql: 'SELECT * FROM s', actions: [{ mySink: {} }], options: {} }],
      sourceConfigurations: { simulator: { s: { data: [{ a: 1 }] } } },
    },
  })
  expect(all).toContainEqual(
    expect.objectContaining({
      type: 'started',
      result: expect.objectContaining({ ok: true }) as object,
    }),
  )
  await host.handle({ type: 'plugin-folders', request: 3, folders: [] })
  expect((await next(({ list }) => list.folders.length === 0)).list.plugins).toEqual([])
})
