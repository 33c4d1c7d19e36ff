import { execFileSync } from 'node:child_process'
import { pbkdf2Sync, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createTlsServer } from 'node:tls'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import {
  createSink,
  createSinkHarness,
  createSourceHarness,
  createVirtualClock,
  openSource,
  type SourceHarness,
} from '#engine/testkit'
import { findMosquitto } from '#setup/mosquitto'
import { mqttSink } from './sink.ts'
import { mqttSource } from './source.ts'
import { freePort, listen, startAedes, startMosquitto } from '../testing/brokers.ts'

const mosquitto = findMosquitto()
const cleanups: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function source(properties: Readonly<Record<string, unknown>>): Promise<SourceHarness> {
  const harness = createSourceHarness({ clock: createVirtualClock(0) })
  const component = mqttSource.create()
  cleanups.push(async () => component.close(harness.context))
  void openSource(component, harness, { datasource: 't', properties })
  return harness
}

/** The first thing it says after it began to connect. */
async function outcome(properties: Readonly<Record<string, unknown>>): Promise<string> {
  const harness = await source(properties)
  await harness.until(() => harness.statuses.length > 1)
  const status = harness.statuses[1]
  return `${status?.state}: ${status?.message}`
}

test('nothing listens', async () => {
  const port = await freePort()
  const server = `tcp://127.0.0.1:${port}`
  expect(await outcome({ server })).toBe(
    `disconnected: Connection refused: nothing listens on 127.0.0.1:${port}.`,
  )
})

test('an unknown host', async () => {
  expect(await outcome({ server: 'tcp://no-such-host.invalid:1883' })).toBe(
    'disconnected: The host name "no-such-host.invalid" is not known (DNS).',
  )
})

test('a server that hangs up before the login', async () => {
  const server = await listen(0, (socket) => socket.end())
  cleanups.push(() => server.close())
  expect(await outcome({ server: `tcp://127.0.0.1:${server.port}` })).toBe(
    `disconnected: 127.0.0.1:${server.port} closed the connection before the login: it may want TLS (ssl://), or another protocol version.`,
  )
})

test('a wrong password on the embedded broker', async () => {
  const broker = await startAedes({ password: 'right' })
  cleanups.push(() => broker.close())
  const server = `tcp://127.0.0.1:${broker.port}`
  const wrong = await outcome({ server, username: 'user', password: 'wrong' })
  expect(wrong).toMatch(/^disconnected: .*[Ww]rong user name or password/)
  expect(await outcome({ server, username: 'user', password: 'right' })).toMatch(/^connected/)
})

test('MQTT 5 on a broker that does not speak it', async () => {
  const broker = await startAedes()
  cleanups.push(() => broker.close())
  const server = `tcp://127.0.0.1:${broker.port}`
  expect(await outcome({ server, protocolVersion: '5' })).toMatch(
    /^disconnected: .*protocol version/,
  )
})

/** A line of Mosquitto's password file. */
function passwordLine(user: string, password: string): string {
  const salt = randomBytes(12)
  const hash = pbkdf2Sync(password, salt, 101, 64, 'sha512')
  return `${user}:$7$101$${salt.toString('base64')}$${hash.toString('base64')}\n`
}

test.skipIf(mosquitto === undefined).each(['3.1.1', '5'])(
  'a wrong password on Mosquitto, MQTT %s',
  async (protocolVersion) => {
    const settings = ['allow_anonymous false', 'password_file {folder}/passwords']
    const broker = await startMosquitto(mosquitto ?? '', settings, {
      passwords: passwordLine('user', 'right'),
    })
    cleanups.push(() => broker.close())
    const given = { server: `tcp://127.0.0.1:${broker.port}`, protocolVersion, username: 'user' }
    expect(await outcome({ ...given, password: 'wrong' })).toMatch(
      /^disconnected: .*[Ww]rong user name or password/,
    )
    expect(await outcome({ ...given, password: 'right' })).toMatch(/^connected/)
  },
)

test.each([
  ['tcp://broker:port', 'cannot be read'],
  ['embedded', 'embedded broker does not run here'],
])('the server %j is a wrong property, not a broken connection', (server, advice) => {
  const wrong = { kind: 'configuration-error', property: 'server' }
  expect(() => mqttSource.create().configure('t', { server })).toThrow(
    expect.objectContaining(wrong),
  )
  expect(() => mqttSource.create().configure('t', { server })).toThrow(advice)
})

test('a connection that only an eKuiper server knows is named', () => {
  const properties = { server: 'tcp://h', topic: 't', connectionSelector: 'broker' }
  expect(() => createSink(mqttSink).configure(properties)).toThrow(
    'the connection "broker" is not known here',
  )
})

test('a subscription that the broker refuses is told, the others go on', async () => {
  const broker = await startAedes({ forbidden: 'secret/#' })
  cleanups.push(() => broker.close())
  const harness = createSourceHarness({ clock: createVirtualClock(0) })
  const component = mqttSource.create()
  cleanups.push(async () => component.close(harness.context))
  const properties = { server: `tcp://127.0.0.1:${broker.port}` }
  void openSource(component, harness, { datasource: 'open/#,secret/#', properties })
  await harness.until(() => harness.errors.length > 0)
  expect(harness.errors).toEqual([new Error('The broker refuses the subscription to secret/#.')])
})

describe('stopping', () => {
  test('works at once while the broker does not answer', async () => {
    const server = await listen(0, () => undefined)
    cleanups.push(() => server.close())
    const properties = { server: `tcp://127.0.0.1:${server.port}`, topic: 't' }
    const harness = createSinkHarness({ clock: createVirtualClock(0) })
    const sink = createSink(mqttSink)
    sink.configure(properties)
    const opened = Promise.resolve(sink.open(harness.context))
    harness.abort()
    await expect(opened).rejects.toThrow('The rule was stopped.')
    await sink.close(harness.context)
  })

  test('ends the wait for the next attempt', async () => {
    const clock = createVirtualClock(0)
    const harness = createSourceHarness({ clock })
    const component = mqttSource.create()
    const server = `tcp://127.0.0.1:${await freePort()}`
    void openSource(component, harness, { datasource: 't', properties: { server } })
    await harness.until(() => harness.statuses.length === 2)
    harness.abort()
    await component.close(harness.context)
    expect(clock.pending()).toBe(0)
  })

  test('ends a publish that the broker never confirms', async () => {
    const connack = Buffer.from([0x20, 0x02, 0x00, 0x00])
    const server = await listen(0, (socket) => socket.once('data', () => socket.write(connack)))
    cleanups.push(() => server.close())
    const clock = createVirtualClock(0)
    const harness = createSinkHarness({ clock })
    const sink = createSink(mqttSink)
    sink.configure({ server: `tcp://127.0.0.1:${server.port}`, topic: 't', qos: 1 })
    await sink.open(harness.context)
    const collected = Promise.resolve(
      sink.collect(harness.context, Buffer.from('x'), { properties: {} }),
    )
    harness.abort()
    await expect(collected).rejects.toThrow('The rule was stopped.')
    const closed = Promise.resolve(sink.close(harness.context))
    clock.advanceTo(500)
    await closed
  })
})

const openssl = findOpenssl()

function findOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    // Not on this machine: the TLS tests are skipped with that reason.
    return false
  }
}

describe.skipIf(!openssl)('TLS (skipped where there is no openssl to make certificates)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-tls-'))
  const file = (name: string): string => join(folder, name)
  const run = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  }
  const sign = (name: string, subject: string, names: string): void => {
    run(
      'req',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
      '-subj',
      subject,
      '-addext',
      names,
    )
    run(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      'ca.crt',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-out',
      `${name}.crt`,
      '-days',
      '2',
      '-copy_extensions',
      'copy',
    )
  }
  if (openssl) {
    run(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'ca.key',
      '-out',
      'ca.crt',
      '-days',
      '2',
      '-subj',
      '/CN=Test CA',
    )
    sign('server', '/CN=localhost', 'subjectAltName=DNS:localhost,IP:127.0.0.1')
    sign('client', '/CN=client', 'subjectAltName=DNS:client')
  }
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const tlsSettings = [
    `cafile ${file('ca.crt')}`,
    `certfile ${file('server.crt')}`,
    `keyfile ${file('server.key')}`,
    'allow_anonymous true',
  ]
  const start = async (...more: readonly string[]): Promise<string> => {
    const broker = await startMosquitto(mosquitto ?? '', [...tlsSettings, ...more])
    cleanups.push(() => broker.close())
    return `ssl://127.0.0.1:${broker.port}`
  }

  describe.skipIf(mosquitto === undefined)('on Mosquitto', () => {
    test.each(['3.1.1', '5'])(
      'connects with the CA certificate, MQTT %s',
      async (protocolVersion) => {
        const server = await start()
        expect(await outcome({ server, protocolVersion, rootCaPath: file('ca.crt') })).toMatch(
          /^connected/,
        )
      },
    )

    test('takes the CA certificate as base64', async () => {
      const rootCARaw = readFileSync(file('ca.crt')).toString('base64')
      expect(await outcome({ server: await start(), rootCARaw })).toMatch(/^connected/)
    })

    test('refuses a certificate of an unknown authority, unless told not to check', async () => {
      const server = await start()
      expect(await outcome({ server })).toMatch(
        /^disconnected: The certificate of .* give the CA certificate file/,
      )
      expect(await outcome({ server, insecureSkipVerify: true })).toMatch(/^connected/)
    })

    test('shows the client certificate to a broker that asks for it', async () => {
      const server = await start('require_certificate true')
      const rootCaPath = file('ca.crt')
      expect(await outcome({ server, rootCaPath })).toMatch(/^disconnected/)
      const client = { certificationPath: file('client.crt'), privateKeyPath: file('client.key') }
      expect(await outcome({ server, rootCaPath, ...client })).toMatch(/^connected/)
    })
  })

  test('refuses a certificate for another host', async () => {
    const options = {
      cert: readFileSync(file('client.crt')),
      key: readFileSync(file('client.key')),
    }
    const server = createTlsServer(options, (socket) => socket.on('error', () => undefined))
    server.on('tlsClientError', () => undefined)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    cleanups.push(() => new Promise((resolve) => server.close(resolve)))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const given = { server: `ssl://127.0.0.1:${port}`, rootCaPath: file('ca.crt') }
    expect(await outcome(given)).toBe(
      `disconnected: The certificate of 127.0.0.1:${port} is for another host name.`,
    )
  })

  test('a broker without TLS is told apart', async () => {
    const broker = await startAedes()
    cleanups.push(() => broker.close())
    const message = await outcome({
      server: `ssl://127.0.0.1:${broker.port}`,
      rootCaPath: file('ca.crt'),
    })
    expect(message).toMatch(/^disconnected: .*TLS/)
  })

  test.each([
    [{ rootCaPath: '/no/such/file' }, 'rootCaPath'],
    [{ certificationPath: file('client.crt') }, 'privateKeyPath'],
    [{ privateKeyPath: file('client.key') }, 'certificationPath'],
  ])('the certificate files %j are wrong properties', (given, property) => {
    const properties = { server: 'ssl://127.0.0.1', ...given }
    expect(() => mqttSource.create().configure('t', properties)).toThrow(
      expect.objectContaining({ property }),
    )
  })
})
