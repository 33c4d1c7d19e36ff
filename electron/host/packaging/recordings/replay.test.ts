import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { install, pack } from '../testing/installed-plugin.ts'
import type { Installed } from '../testing/installed-plugin.ts'
import { RecordedServer } from '../testing/recorded-server.ts'
import type { RecordedEvent } from '../testing/recorded-server.ts'

interface Session {
  readonly id: string
  readonly events: readonly RecordedEvent[]
}

const here = import.meta.dirname
const sessions = JSON.parse(await readFile(join(here, 'sessions.json'), 'utf8')) as Session[]

let plugin: Installed
let server: RecordedServer
beforeAll(async () => {
  plugin = await install(await pack(join(here, '../testing/acme'), 'acme'), 'acme')
})
afterAll(() => plugin[Symbol.asyncDispose]())

beforeEach(async () => {
  server = await RecordedServer.listen(plugin.socketFolder, 'acme')
  const child = plugin.start()
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await server.close()
  })
})

/** The plugin's texts are its own, JSON is compared by value. */
function comparable(text: string): unknown {
  if (text === 'ok') return text
  if (!text.startsWith('{')) return 'an error'
  const json = JSON.parse(text) as Record<string, unknown>
  return json['state'] === false ? { state: false, result: expect.any(String) as unknown } : json
}

async function replay(events: readonly RecordedEvent[]): Promise<void> {
  for (const event of events) {
    if (event.from === 'server') await server.send(event)
    else {
      const said = await server.next(event.socket)
      expect(comparable(said), `${event.socket}\n${plugin.output()}`).toEqual(
        comparable(event.text),
      )
      expect(said).not.toMatch(/^h/)
    }
  }
}

const eventsOf = (id: string): readonly RecordedEvent[] => {
  const session = sessions.find((each) => each.id === id)
  if (session === undefined) throw new Error(`there is no session ${id}`)
  return session.events
}

test.each(sessions.map(({ id }) => id).filter((id) => id !== 'sink-payloads'))(
  '%s: the plugin answers a recorded server as its plugin did',
  async (id) => {
    await replay(eventsOf(id))
  },
)

test('sink-payloads: every payload reaches a sink that takes bytes as the server sent it', async () => {
  // This sink takes what no rows can be read from.
  const events = eventsOf('sink-payloads').map(({ text, ...event }) => ({
    ...event,
    text: text.replace(
      String.raw`\"symbolName\":\"collector\"`,
      String.raw`\"symbolName\":\"byteCollector\"`,
    ),
  }))
  await replay(events)
  const payloads = events.filter(
    ({ from, socket }) => from === 'server' && /collector_\d_0$/.test(socket),
  )
  const collected = await plugin.collected('byteCollector', payloads.length)
  expect(collected.sort()).toEqual(payloads.map(({ text }) => text).sort())
})
