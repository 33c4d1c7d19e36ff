import { afterEach, describe, expect, test } from 'vitest'
import type { Sink, SinkItem } from '#engine/api'
import {
  createSink,
  createSinkHarness,
  createVirtualClock,
  type SinkHarness,
  type VirtualClock,
} from '#engine/testkit'
import {
  type Answer,
  answerWith,
  startHttpServer,
  type TestHttpServer,
} from '../testing/http-server.ts'
import { restSink } from './sink.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

type Given = Readonly<Record<string, unknown>>

async function serve(answer: Answer = answerWith(200)): Promise<TestHttpServer & { url: string }> {
  const server = await startHttpServer(answer)
  cleanups.push(() => server.kill())
  return Object.assign(server, { url: `http://127.0.0.1:${server.port}` })
}

interface Opened {
  readonly clock: VirtualClock
  readonly harness: SinkHarness
  readonly sink: Sink
  send(text: string, properties?: SinkItem['properties']): Promise<void>
}

async function open(given: Given): Promise<Opened> {
  const clock = createVirtualClock(1_700_000_000_000)
  const harness = createSinkHarness({ clock })
  const sink = createSink(restSink)
  sink.configure(restSink.properties.parse(given))
  cleanups.push(() => sink.close(harness.context))
  await sink.open(harness.context)
  const send = async (text: string, properties: SinkItem['properties'] = {}): Promise<void> => {
    await sink.collect(harness.context, new TextEncoder().encode(text), { properties })
  }
  return { clock, harness, sink, send }
}

describe('requests', () => {
  test.each<[Given, string, string, string | undefined]>([
    [{}, 'GET', '', undefined],
    [{ method: 'post' }, 'POST', '{"a":1}', 'application/json'],
    [{ method: 'Put' }, 'PUT', '{"a":1}', 'application/json'],
    [{ method: 'DELETE' }, 'DELETE', '{"a":1}', 'application/json'],
    [{ method: 'get', bodyType: 'json' }, 'GET', '{"a":1}', 'application/json'],
    [{ method: 'post', bodyType: 'none' }, 'POST', '', undefined],
    [{ method: 'post', bodyType: 'TEXT' }, 'POST', '{"a":1}', 'text/plain'],
    [{ method: 'post', bodyType: 'binary' }, 'POST', '{"a":1}', ''],
    [{ method: 'post', bodyType: '' }, 'POST', '{"a":1}', 'application/json'],
  ])('%j', async (given, method, body, type) => {
    const server = await serve()
    const rest = await open({ url: `${server.url}/p?q=1`, ...given })
    await rest.send('{"a":1}')
    const [request] = server.requests
    expect(request?.method).toBe(method)
    expect(request?.path).toBe('/p?q=1')
    expect(request?.body.toString()).toBe(body)
    expect(request?.headers['content-type']).toBe(type)
    const length = method === 'GET' && body === '' ? undefined : String(body.length)
    expect(request?.headers['content-length']).toBe(length)
  })

  test('a form uploads the message as a file, with fields that depend on the row', async () => {
    const server = await serve()
    const rest = await open({
      ...{ url: server.url, method: 'post', bodyType: 'formdata', fileFieldName: 'up' },
      formData: { kind: 'fixed', who: '{{.dev}}' },
    })
    await rest.send('data', { 'formData.who': 'pump "a"' })
    const [request] = server.requests
    const boundary = /^multipart\/form-data; boundary=(.+)$/.exec(
      request?.headers['content-type'] ?? '',
    )?.[1]
    const form = await new Response(request?.body, {
      headers: { 'content-type': request?.headers['content-type'] ?? '' },
    }).formData()
    expect(boundary).toBeDefined()
    expect([form.get('kind'), form.get('who')]).toEqual(['fixed', 'pump "a"'])
    const file = form.get('up') as File
    expect([file.name, await file.text()]).toEqual(['1700000000000', 'data'])
  })

  test('the url of a row, also one that has to be escaped', async () => {
    const server = await serve()
    const rest = await open({ url: `${server.url}/d/{{.dev}}`, method: 'post' })
    await rest.send('x', { url: `${server.url}/d/fan/9?n=2.5` })
    await rest.send('x', { url: `${server.url}/d/a b{}` })
    expect(server.requests.map(({ path }) => path)).toEqual(['/d/fan/9?n=2.5', '/d/a%20b%7B%7D'])
    await expect(rest.send('x', { url: 'nowhere' })).rejects.toThrow(
      '"nowhere" is no URL to send to: it must begin with http:// or https://.',
    )
    await expect(rest.send('x', { url: 'http://h:99999' })).rejects.toThrow('host or port is wrong')
  })

  test('headers as eKuiper: none with the first request, templates as they are', async () => {
    const server = await serve()
    const headers = { 'X-Fixed': 'önly', 'X-Dev': '{{.dev}}', 'content-TYPE': 'a/b', Host: 'other' }
    const rest = await open({ url: server.url, method: 'post', headers })
    await rest.send('1', { 'headers.X-Dev': 'pump' })
    await rest.send('2', { 'headers.X-Dev': 'pump' })
    const [first, second] = server.requests
    expect(first?.headers['x-fixed']).toBeUndefined()
    expect(first?.headers['content-type']).toBe('application/json')
    expect(Buffer.from(second?.headers['x-fixed'] ?? '', 'latin1').toString()).toBe('önly')
    expect(second?.headers['x-dev']).toBe('{{.dev}}')
    expect(second?.headers['content-type']).toBe('a/b')
    expect(second?.headers['host']).toBe(`127.0.0.1:${server.port}`)
    expect(rest.harness.log.join('\n')).toContain('headers.X-Dev: eKuiper sends its template')
  })

  test('a login in the url is sent as one', async () => {
    const server = await serve()
    const rest = await open({ url: `http://me:word@127.0.0.1:${server.port}/`, method: 'post' })
    await rest.send('x')
    expect(server.requests[0]?.headers['authorization']).toBe(
      `Basic ${Buffer.from('me:word').toString('base64')}`,
    )
  })

  test('a kept connection that the server closed meanwhile is no failure', async () => {
    let count = 0
    const server = await serve((_request, response) => {
      count += 1
      // The second request comes on the connection of the first, which ends under it.
      if (count === 2) response.socket?.destroy()
      else response.end('ok')
    })
    const rest = await open({ url: server.url, method: 'post' })
    await rest.send('1')
    await rest.send('2')
    expect(server.requests.map(({ body }) => body.toString())).toEqual(['1', '2', '2'])
  })
})

describe('redirects', () => {
  const redirect =
    (status: number, to: () => string): Answer =>
    ({ path }, response) =>
      path === '/from'
        ? response.writeHead(status, { location: to() }).end()
        : response.writeHead(200).end()

  test.each([
    [302, 'GET', ''],
    [303, 'GET', ''],
    [307, 'POST', 'x'],
    [308, 'POST', 'x'],
  ])('%i is followed with %s', async (status, method, body) => {
    const server = await serve(redirect(status, () => '/to'))
    const rest = await open({ url: `${server.url}/from`, method: 'post', bodyType: 'text' })
    await rest.send('x')
    const [, second] = server.requests
    expect([second?.method, second?.path, second?.body.toString()]).toEqual([method, '/to', body])
    expect(second?.headers['referer']).toBe(`${server.url}/from`)
  })

  test('keys do not go to another server', async () => {
    const other = await serve()
    const server = await serve(redirect(307, () => `${other.url}/to`))
    const headers = { 'X-Api-Key': 'secret' }
    const rest = await open({ url: `${server.url}/from`, method: 'post', headers })
    await rest.send('1')
    await rest.send('2')
    expect(server.requests[1]?.headers['x-api-key']).toBe('secret')
    expect(other.requests.map(({ headers: seen }) => seen['x-api-key'])).toEqual([
      undefined,
      undefined,
    ])
  })

  test.each<[string, RegExp]>([
    ['/from', /stopped after 10 redirects/],
    ['ftp://h/x', /no http or https address/],
  ])('to %s is an error that is not tried again', async (to, message) => {
    const server = await serve(redirect(302, () => to))
    const rest = await open({ url: `${server.url}/from`, method: 'post' })
    const failure = rest.send('x')
    await expect(failure).rejects.toThrow(message)
    await expect(failure).rejects.not.toHaveProperty('kind')
  })
})

describe('answers', () => {
  test.each([201, 204, 299])('%i is success', async (status) => {
    const server = await serve(answerWith(status))
    const rest = await open({ url: server.url, method: 'post' })
    await expect(rest.send('x')).resolves.toBeUndefined()
  })

  test.each([
    [302, '302 (Found)'],
    [400, '400 (Bad Request)'],
    [404, '404 (Not Found)'],
    [503, '503 (Service Unavailable)'],
  ])('%i is an error, not tried again', async (status, words) => {
    const server = await serve(answerWith(status, 'secret body'))
    const rest = await open({ url: `${server.url}/a?key=secret`, method: 'post' })
    const failure = rest.send('x')
    await expect(failure).rejects.toThrow(
      new Error(`POST ${server.url}/a?…: the server answered ${words}.`),
    )
    await expect(failure).rejects.not.toHaveProperty('kind')
  })

  test('the first request of a rule with headers says why it may have been refused', async () => {
    const server = await serve(answerWith(401))
    const headers = { Authorization: 'secret' }
    const rest = await open({ url: server.url, method: 'post', headers })
    await expect(rest.send('x')).rejects.toThrow(/first request of the rule, which eKuiper sends/)
    await expect(rest.send('x')).rejects.toThrow(/401 \(Unauthorized\)\.$/)
  })

  test.each<[Given, string, boolean]>([
    [{ responseType: 'body' }, '{"code":500}', true],
    [{ responseType: 'body', debugResp: true }, '{"code":500}', false],
    [{ responseType: 'body', debugResp: true }, '{"code":200}', true],
    [{ responseType: 'body', debugResp: true }, 'text', true],
    [{ responseType: 'code', debugResp: true }, '{"code":500}', true],
  ])('with %j the answer %s is success: %s', async (given, text, isSuccess) => {
    const server = await serve(answerWith(200, text))
    const rest = await open({ url: server.url, method: 'post', ...given })
    const result = await rest.send('x').then(
      () => '',
      (error: unknown) => (error as Error).message,
    )
    expect(result).toBe(
      isSuccess
        ? ''
        : `POST ${server.url}/: the code in the answer is 500, not one from 200 to 299.`,
    )
    expect(rest.harness.log.includes(`info: Response raw content: ${text}`)).toBe(
      given['debugResp'] === true,
    )
  })
})

describe('servers that do not answer', () => {
  test('a slow one is given up after the timeout, and may be tried again', async () => {
    const server = await serve(() => undefined)
    const rest = await open({ url: server.url, method: 'post', timeout: '300ms' })
    const failure = rest.send('x')
    await server.received(1)
    rest.clock.advanceTo(rest.clock.now() + 300)
    await expect(failure).rejects.toMatchObject({
      kind: 'connection-error',
      message: `POST ${server.url}/: no answer within 300 ms.`,
    })
    expect(rest.harness.statuses).toMatchObject([{ state: 'disconnected' }])
    expect(rest.clock.pending()).toBe(0)
  })

  test('one that is not there is named; when it is back the node says so', async () => {
    const server = await serve()
    await server.kill()
    const rest = await open({ url: server.url, method: 'post' })
    const message = `POST ${server.url}/: Connection refused: nothing listens on 127.0.0.1:${server.port}.`
    await expect(rest.send('x')).rejects.toMatchObject({ kind: 'connection-error', message })
    await server.start()
    await rest.send('y')
    expect(rest.harness.statuses.map(({ state }) => state)).toEqual(['disconnected', 'connected'])
  })

  test('one that hangs up in the middle may be tried again', async () => {
    const server = await serve((_request, response) => response.socket?.destroy())
    const rest = await open({ url: server.url, method: 'post' })
    const message = `POST ${server.url}/: 127.0.0.1:${server.port} closed the connection before it answered.`
    await expect(rest.send('x')).rejects.toMatchObject({ kind: 'connection-error', message })
  })

  test('an answer without end is cut, it has said yes', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200).write(Buffer.alloc(2_000_000))
    })
    const rest = await open({ url: server.url, method: 'post' })
    await expect(rest.send('x')).resolves.toBeUndefined()
  })

  test('the end of the rule ends what waits', async () => {
    const server = await serve(() => undefined)
    const rest = await open({ url: server.url, method: 'post', timeout: 0 })
    const failure = rest.send('x')
    await server.received(1)
    rest.harness.abort()
    await expect(failure).rejects.toMatchObject({
      kind: 'connection-error',
      message: 'The rule was stopped.',
    })
  })

  test('a header that cannot be sent is no matter of the server, nor is it shown', async () => {
    const server = await serve()
    const rest = await open({ url: server.url, method: 'post', headers: { 'X-Key': 'se\ncret' } })
    await rest.send('1')
    const failure = rest.send('2')
    await expect(failure).rejects.toThrow(/X-Key/i)
    await expect(failure).rejects.toThrow(/^(?!.*cret)/s)
    await expect(failure).rejects.not.toHaveProperty('kind')
  })
})

describe('OAuth', () => {
  const answer: Answer = ({ path, body }, response) => {
    if (path === '/token') response.end('{"access_token":"first","expires_in":60,"id":{"n":7}}')
    else if (path === '/refresh') response.end(`{"access_token":"again ${body.toString()}"}`)
    else if (path === '/denied') response.writeHead(403).end()
    else if (path === '/text') response.end('no json')
    else response.end()
  }
  const headers = { Authorization: 'Bearer {{.access_token}}', 'X-Id': '{{ .id.n }}{{.none}}' }
  const given = (url: string, oauth: object): Given => ({ url, method: 'post', headers, oauth })

  test('a token is got once, and again when it has expired', async () => {
    const server = await serve(answer)
    const access = { url: `${server.url}/token`, body: '{"u":1}', expire: '{{.expires_in}}' }
    const rest = await open(given(server.url, { access }))
    await rest.send('1')
    await rest.send('2')
    rest.clock.advanceTo(rest.clock.now() + 60_000)
    await rest.send('3')
    expect(server.requests.map(({ path }) => path)).toEqual(['/token', '/', '/', '/token', '/'])
    const [token, first] = server.requests
    expect([token?.method, token?.body.toString()]).toEqual(['POST', '{"u":1}'])
    expect(token?.headers['content-type']).toBe('application/json')
    expect(first?.headers['authorization']).toBe('Bearer first')
    expect(first?.headers['x-id']).toBe('7<no value>')
  })

  test('a token is refreshed at once and when it has expired', async () => {
    const server = await serve(answer)
    const access = { url: `${server.url}/token`, expire: '60' }
    const refresh = { url: `${server.url}/refresh`, body: '{{.access_token}}' }
    const rest = await open(given(server.url, { access, refresh }))
    await rest.send('1')
    rest.clock.advanceTo(rest.clock.now() + 60_000)
    await rest.send('2')
    expect(server.requests.map(({ path }) => path)).toEqual([
      ...['/token', '/refresh', '/', '/refresh', '/'],
    ])
    expect(server.requests.at(-1)?.headers['authorization']).toBe('Bearer again again first')
  })

  test.each<[string, RegExp]>([
    ['/denied', /^The token request: POST .*\/denied: the server answered 403/],
    ['/text', /^The answer of .*\/text to the token request is no JSON: check the URL in oauth\.$/],
  ])('no token from %s, no rule', async (path, message) => {
    const server = await serve(answer)
    const access = { url: `${server.url}${path}`, body: 'secret' }
    await expect(open(given(server.url, { access }))).rejects.toThrow(message)
  })

  test('a wrong part of the answer as its expiry is refused without showing the token', async () => {
    const server = await serve(answer)
    const access = { url: `${server.url}/token`, body: '{"u":1}', expire: '{{.access_token}}' }
    await expect(open(given(server.url, { access }))).rejects.toThrow(
      /^oauth\.access\.expire is "\{\{\.access_token\}\}", which gives no number of seconds/,
    )
  })

  test('what is no part of the answer is refused', async () => {
    const access = { url: 'http://127.0.0.1:1', expire: '{{if .a}}1{{end}}' }
    await expect(open(given('http://127.0.0.1:1', { access }))).rejects.toMatchObject({
      kind: 'configuration-error',
      property: 'oauth.access.expire',
    })
  })
})

test.each<[Given, string, RegExp]>([
  [{ url: '' }, 'url', /^url is required$/],
  [{ url: 'ftp://h/x' }, 'url', /"ftp:\/\/h\/x" is no URL to send to: its scheme is ftp/],
  [{ method: 'patch' }, 'method', /^method takes GET, POST, PUT, DELETE, not "patch"$/],
  [{ method: '{{.m}}' }, 'method', /takes GET/],
  [{ method: 5 }, 'method', /not 5$/],
  [{ method: 'post', bodyType: 'yaml' }, 'bodyType', /^bodyType takes none, json, .*, not "yaml"$/],
  [
    { method: 'post', bodyType: 'form' },
    'format',
    /must be urlencoded if bodyType is form, not json/,
  ],
  [{ method: 'post', format: 'delimited' }, 'format', /must be json if bodyType is json/],
  [{ responseType: 'header' }, 'responseType', /^responseType takes code or body, not "header"$/],
  [{ timeout: -1 }, 'timeout', /^timeout must be greater than or equal to 0, not -1$/],
  [{ timeout: '5' }, 'timeout', /milliseconds or a text/],
  [{ headers: 'x' }, 'headers', /./],
  [{ headers: { a: 1 } }, 'headers.a', /./],
  [{ debugResp: 'true' }, 'debugResp', /./],
  [{ oauth: {} }, 'oauth.access', /./],
  [{ oauth: { access: { url: 'http://h', expire: 5 } } }, 'oauth.access.expire', /./],
])('%j is refused at %s', (given, path, message) => {
  const issues = restSink.properties.safeParse(given).error?.issues ?? []
  expect(issues.map((issue) => issue.path.join('.'))).toEqual([path])
  expect(issues[0]?.message).toMatch(message)
})
