import { expect, test } from 'vitest'
import { contract } from '#ipc/contract'
import type { SluiceHandlers } from '#ipc/contract'
import { ipcCodes, RequestError } from '#ipc/errors'
import { createIpcServer } from './ipc-server.ts'

const calls: { name: string; parameters: unknown }[] = []

/** Keeps what reaches it; `project.open` fails on wish. */
const handlers = Object.fromEntries(
  Object.keys(contract.requests).map((name) => [
    name,
    async (parameters: unknown) => {
      calls.push({ name, parameters })
      if (name === 'project.open') throw new RequestError(ipcCodes.notAProject, 'no', 'try yes')
      if (name === 'run.stop') throw new TypeError('a fault')
      return {}
    },
  ]),
) as unknown as SluiceHandlers

const answer = createIpcServer(handlers, 'app://sluice')
const window = { isOurMainFrame: true, url: 'app://sluice/index.html' }

test('a request of the window reaches its handler, without keys the contract does not know', async () => {
  calls.length = 0
  const given = { theme: 'dark', extra: 1 }
  expect(await answer(window, 'settings.setTheme', given)).toEqual({ ok: true, value: {} })
  expect(calls).toEqual([{ name: 'settings.setTheme', parameters: { theme: 'dark' } }])
})

const strangers = [
  { title: 'another frame or window', sender: { ...window, isOurMainFrame: false } },
  { title: 'a web page', sender: { ...window, url: 'https://example.com/' } },
  { title: 'an origin that begins alike', sender: { ...window, url: 'app://sluice.evil/x' } },
  { title: 'a file', sender: { ...window, url: 'file:///app/index.html' } },
  { title: 'a frame that is gone', sender: { isOurMainFrame: false, url: '' } },
]
for (const { title, sender } of strangers) {
  test(`a request from ${title} is not carried out`, async () => {
    calls.length = 0
    expect(await answer(sender, 'run.stop', {})).toMatchObject({
      ok: false,
      error: { code: ipcCodes.wrongSender },
    })
    expect(calls).toEqual([])
  })
}

for (const name of ['run.nothing', 'constructor', '__proto__', '', 7, undefined, { name: 'x' }]) {
  test(`there is no request ${JSON.stringify(name)}`, async () => {
    expect(await answer(window, name, {})).toMatchObject({
      ok: false,
      error: { code: ipcCodes.unknownRequest },
    })
  })
}

const payloads: readonly { name: string; parameters: unknown; place: string }[] = [
  { name: 'settings.setTheme', parameters: { theme: 'pink' }, place: 'settings.setTheme.theme' },
  { name: 'settings.setTheme', parameters: undefined, place: 'settings.setTheme' },
  { name: 'project.open', parameters: { folder: 7 }, place: 'project.open.folder' },
  {
    name: 'project.save',
    parameters: { document: { nodes: [{ kind: 'spaceship' }], sourceConfigurations: {} } },
    place: 'project.save.document.nodes.0.kind',
  },
  {
    name: 'run.start',
    parameters: { definition: { streams: [1], rules: [], sourceConfigurations: {} } },
    place: 'run.start.definition.streams.0',
  },
]
for (const { name, parameters, place } of payloads) {
  test(`wrong parameters are refused with their place: ${place}`, async () => {
    calls.length = 0
    const refused = await answer(window, name, parameters)
    expect(refused).toMatchObject({ ok: false, error: { code: ipcCodes.wrongParameters } })
    expect(refused.ok ? '' : refused.error.message).toContain(`${place}: `)
    expect(calls).toEqual([])
  })
}

test('a failure keeps its code and hint; a fault of ours has the code for that', async () => {
  expect(await answer(window, 'project.open', {})).toEqual({
    ok: false,
    error: { code: ipcCodes.notAProject, message: 'no', hint: 'try yes' },
  })
  expect(await answer(window, 'run.stop', {})).toEqual({
    ok: false,
    error: { code: ipcCodes.internal, message: 'a fault' },
  })
})
