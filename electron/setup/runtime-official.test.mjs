import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { officialDownloadUrl, officialRuntime, whyUnreachable } from './runtime-official.mjs'
import { rememberedFailure } from './steps/electron-runtime.mjs'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sluice-official-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('the official binary', () => {
  const install = async (/** @type {string} */ unpackedVersion) => {
    await mkdir(path.join(folder, 'dist'))
    await writeFile(path.join(folder, 'package.json'), '{"version":"45.4.1"}')
    await writeFile(path.join(folder, 'path.txt'), 'electron')
    await writeFile(path.join(folder, 'dist', 'version'), unpackedVersion)
    await writeFile(path.join(folder, 'dist', 'electron'), '')
  }

  test.each(['45.4.1', 'v45.4.1'])('is there when %s is unpacked', async (version) => {
    await install(version)
    expect(officialRuntime(folder)).toMatchObject({
      kind: 'official',
      executablePath: path.join(folder, 'dist', 'electron'),
    })
  })

  test('of another version does not count', async () => {
    await install('41.0.0')
    expect(officialRuntime(folder)).toBeUndefined()
  })

  test('is not there in a fresh package', () => {
    expect(officialRuntime(folder)).toBeUndefined()
  })

  test.each([
    [{}, 'https://github.com/electron/electron/releases/download/v1.2.3/'],
    [{ ELECTRON_MIRROR: 'https://mirror.test/e/' }, 'https://mirror.test/e/v1.2.3/'],
    [{ ELECTRON_MIRROR: 'https://mirror.test/e' }, 'https://mirror.test/e/v1.2.3/'],
    [{ npm_config_electron_mirror: 'https://npmrc.test/' }, 'https://npmrc.test/v1.2.3/'],
  ])('is downloaded with %o from %s', (env, start) => {
    const file = `electron-v1.2.3-${process.platform}-${process.arch}.zip`
    expect(officialDownloadUrl(env, '1.2.3')).toBe(`${start}${file}`)
  })
})

describe('asking whether a download can begin', () => {
  /** @type {http.Server | undefined} */
  let server
  afterEach(() => {
    server?.closeAllConnections()
    server?.close()
  })
  const serve = (/** @type {http.RequestListener} */ answer) =>
    new Promise((/** @type {(url: string) => void} */ resolve) => {
      server = http.createServer(answer).listen(0, '127.0.0.1', () => {
        const address = server?.address()
        const port = typeof address === 'object' && address !== null ? address.port : 0
        resolve(`http://127.0.0.1:${port}/file.zip`)
      })
    })

  test('a server that has the file has no objection', async () => {
    const url = await serve((_request, response) => response.end('zip'))
    expect(await whyUnreachable(url, {})).toBeUndefined()
  })

  test('a server without the file is the reason', async () => {
    const url = await serve((_request, response) => response.writeHead(404).end())
    expect(await whyUnreachable(url, {})).toContain('answered 404')
  })

  test('a server that never answers is given up', async () => {
    const url = await serve(() => undefined)
    expect(await whyUnreachable(url, {}, 50)).toContain('did not answer within 0.05 s')
  })

  test('a refused connection is the reason', async () => {
    const url = await serve(() => undefined)
    server?.close()
    expect(await whyUnreachable(url, {})).toMatch(/cannot be reached \(.*ECONNREFUSED/)
  })
})

describe('a failed download', () => {
  const day = 24 * 60 * 60 * 1000
  const file = () => path.join(folder, 'failure.json')
  beforeEach(() => writeFile(file(), JSON.stringify({ url: 'u', reason: 'no route', at: day })))

  test.each([
    ['is remembered for a day', 'u', 2 * day - 1, 'no route'],
    ['is tried again after a day', 'u', 2 * day, undefined],
    ['does not speak for another mirror', 'v', day, undefined],
    ['does not count when the clock was set back', 'u', 0, undefined],
  ])('%s', (_name, url, now, reason) => {
    expect(rememberedFailure(file(), url, now)).toBe(reason)
  })
})
