import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createSink, createSinkHarness, createVirtualClock } from '#engine/testkit'
import { answerWith, startHttpServer, type TestHttpServer } from '../testing/http-server.ts'
import { restSink } from './sink.ts'

const hasOpenssl = ((): boolean => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

describe.skipIf(!hasOpenssl)('TLS (skipped where there is no openssl to make certificates)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-rest-tls-'))
  const file = (name: string): string => join(folder, name)
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  }
  const keyOf = (name: string): readonly string[] => [
    ...['-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`],
  ]
  const sign = (name: string, host: string): void => {
    openssl('req', ...keyOf(name), '-out', `${name}.csr`, '-subj', `/CN=${name}`, '-addext', host)
    const authority = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial']
    const made = ['-out', `${name}.crt`, '-days', '2', '-copy_extensions', 'copy']
    openssl('x509', '-req', '-in', `${name}.csr`, ...authority, ...made)
  }
  let server: TestHttpServer
  /** Takes only clients with a certificate. */
  let strict: TestHttpServer
  const close: (() => unknown)[] = []

  beforeAll(async () => {
    openssl('req', '-x509', ...keyOf('ca'), '-out', 'ca.crt', '-days', '2', '-subj', '/CN=Test CA')
    sign('server', 'subjectAltName=IP:127.0.0.1')
    sign('client', 'subjectAltName=DNS:client')
    const read = (name: string): Buffer => readFileSync(file(name))
    const own = { cert: read('server.crt'), key: read('server.key'), ca: read('ca.crt') }
    server = await startHttpServer(answerWith(200), own)
    strict = await startHttpServer(answerWith(200), { ...own, requestCert: true })
  })
  afterEach(() => {
    for (const one of close.splice(0)) one()
  })
  afterAll(async () => {
    await server.kill()
    await strict.kill()
    rmSync(folder, { recursive: true, force: true })
  })

  const send = async (given: Readonly<Record<string, unknown>>, to = server): Promise<void> => {
    const { context } = createSinkHarness({ clock: createVirtualClock(0) })
    const sink = createSink(restSink)
    const url = `https://127.0.0.1:${to.port}/`
    sink.configure(restSink.properties.parse({ url, method: 'post', ...given }))
    close.push(() => sink.close(context))
    await sink.open(context)
    await sink.collect(context, new TextEncoder().encode('{}'), { properties: {} })
  }

  test('a server whose authority is not known is not sent to', async () => {
    const before = server.requests.length
    await expect(send({})).rejects.toMatchObject({
      kind: 'connection-error',
      message: expect.stringContaining('is not signed by a known authority') as string,
    })
    expect(server.requests.length).toBe(before)
  })

  test.each<[string, () => Readonly<Record<string, unknown>>]>([
    ['with its authority as a file', () => ({ rootCaPath: file('ca.crt') })],
    [
      'with its authority in base64',
      () => ({ rootCARaw: readFileSync(file('ca.crt')).toString('base64') }),
    ],
    ['unchecked', () => ({ insecureSkipVerify: true })],
  ])('%s it is', async (_name, given) => {
    await expect(send(given())).resolves.toBeUndefined()
  })

  test('a server that wants to know who sends gets a certificate, and says that it wants one', async () => {
    const rootCaPath = file('ca.crt')
    const certificate = {
      certificationPath: file('client.crt'),
      privateKeyPath: file('client.key'),
      tlsMinVersion: 'tls1.3',
    }
    await expect(send({ rootCaPath, ...certificate }, strict)).resolves.toBeUndefined()
    await expect(send({ rootCaPath }, strict)).rejects.toThrow('wants a client certificate')
  })

  test('a file that cannot be read is named at its property', async () => {
    await expect(send({ rootCaPath: file('none.crt') })).rejects.toMatchObject({
      kind: 'configuration-error',
      property: 'rootCaPath',
    })
  })
})
