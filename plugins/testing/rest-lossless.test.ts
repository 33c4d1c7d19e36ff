import { afterEach, expect, test } from 'vitest'
import { componentsOf, createComponentRegistry, createEngine } from '#engine'
import { createTestSource } from '#engine/testkit'
import { builtinPlugins } from '#plugins'
import { startHttpServer } from './http-server.ts'
import { realClock } from './real-clock.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** A rule that sends rows `{"n": 0}`, `{"n": 1}`, ... to a server, with the cache on. */
function startRule(url: string, more: object = {}) {
  const { source: feed, contexts } = createTestSource('feed', 'bytes')
  const engine = createEngine({
    environment: { clock: realClock, random: Math.random, newId: () => 'id', log: () => undefined },
    components: createComponentRegistry([...componentsOf(builtinPlugins()), feed]),
  })
  const cache = { enableCache: true, resendInterval: 5 }
  const rest = { url, method: 'POST', sendSingle: true, timeout: 200, ...cache, ...more }
  const started = engine.start({
    streams: ['CREATE STREAM s () WITH (TYPE="feed")'],
    rules: [{ id: 'r', sql: 'SELECT n FROM s', actions: [{ rest }], options: {} }],
    sourceConfigurations: {},
  })
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  cleanups.push(() => started.run.stop())
  let next = 0
  return {
    send: (count: number) => {
      const from = next
      next += count
      contexts.get('s')?.emitMessages(
        Array.from({ length: count }, (_, index) => ({
          payload: Buffer.from(JSON.stringify({ n: from + index })),
        })),
      )
    },
    status: () => started.run.status().find(({ node }) => node.startsWith('action/')),
  }
}

const patienceMs = 20_000

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + patienceMs
  while (!holds()) {
    if (Date.now() > end) throw new Error('it never came')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

const numbersTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

test('a server that refuses, hangs up, is slow and comes back: with the cache nothing is lost', async () => {
  const taken: number[] = []
  let mood: 'takes' | 'hangs up' | 'is silent' = 'takes'
  const server = await startHttpServer(({ body }, response) => {
    if (mood === 'hangs up') response.socket?.destroy()
    if (mood !== 'takes') return
    taken.push((JSON.parse(body.toString()) as { n: number }).n)
    response.end()
  })
  cleanups.push(() => server.kill())
  const rule = startRule(`http://127.0.0.1:${server.port}`)
  rule.send(50)
  await until(() => taken.length >= 25)
  await server.kill()
  rule.send(50)
  await until(() => rule.status()?.state === 'disconnected')
  expect(rule.status()?.message).toContain('Connection refused')
  mood = 'hangs up'
  await server.start()
  const before = server.requests.length
  await until(() => server.requests.length > before + 3)
  mood = 'is silent'
  await until(() => rule.status()?.message?.includes('no answer within 200 ms') === true)
  rule.send(50)
  mood = 'takes'
  await until(() => new Set(taken).size === 150 && rule.status()?.state === 'running')
  // What was on its way when the server died may have come twice, but in its place.
  expect([...new Set(taken)]).toEqual(numbersTo(150))
  expect(taken.filter((n, index) => n < (taken[index - 1] ?? 0))).toEqual([])
  expect(rule.status()).toMatchObject({ rowsOut: 150, dropped: 0 })
})

test('what a server answers no to is not sent again, those behind it go on', async () => {
  const taken: string[] = []
  const server = await startHttpServer(({ body }, response) => {
    taken.push(body.toString())
    response.writeHead(body.toString() === '{"n":1}' ? 503 : 200).end()
  })
  cleanups.push(() => server.kill())
  const rule = startRule(`http://127.0.0.1:${server.port}`)
  rule.send(3)
  await until(() => taken.length === 3 && rule.status()?.rowsOut === 2)
  expect(taken).toEqual(['{"n":0}', '{"n":1}', '{"n":2}'])
  expect(rule.status()?.errors).toBe(1)
  expect(rule.status()?.lastError?.message).toContain('the server answered 503')
})
