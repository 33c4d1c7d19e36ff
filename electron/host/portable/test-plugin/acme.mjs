#!/usr/bin/env node
// A portable plugin for the tests: the plugin's side of the protocol, written apart from the host's so
// that a mistake in one of them shows. What it does wrong is chosen by the property `mode`.
import { connect, createServer } from 'node:net'
import { appendFileSync, existsSync, rmSync, writeFileSync } from 'node:fs'

const folder = process.env.ACME_SOCKETS ?? '/tmp'
const keepAliveMs = Number(process.env.ACME_KEEP_ALIVE ?? 5_000)
const seen = []
const starts = []
const lateAcks = []
const symbols = new Map()

const greeting = (kind) => Buffer.from([0, 0x53, 0x50, 0, 0, kind, 0, 0])

function frame(body) {
  const bytes = Buffer.from(body)
  const head = Buffer.alloc(9)
  head[0] = 1
  head.writeBigUInt64BE(BigInt(bytes.length), 1)
  return Buffer.concat([head, bytes])
}

function onFrames(socket, receive) {
  let rest = Buffer.alloc(0)
  let isGreeted = false
  socket.on('error', () => undefined)
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk])
    if (!isGreeted && rest.length >= 8) {
      isGreeted = true
      rest = rest.subarray(8)
    }
    while (isGreeted && rest.length >= 9) {
      const end = 9 + Number(rest.readBigUInt64BE(1))
      if (rest.length < end) break
      const body = rest.subarray(9, end)
      rest = rest.subarray(end)
      receive(body)
    }
  })
}

/** A REQ socket: the answer to a command is the next request, and silence is answered by a handshake. */
function request(name, run) {
  let id = (0x80000000 + Math.floor(Math.random() * 0x7fffffff)) >>> 0
  let timer
  const socket = connect(`${folder}/${name}.ipc`)
  const send = (text) => {
    id = id === 0xffffffff ? 0x80000000 : id + 1
    const header = Buffer.alloc(4)
    header.writeUInt32BE(id)
    socket.write(frame(Buffer.concat([header, Buffer.from(text)])))
    clearTimeout(timer)
    timer = setTimeout(send, keepAliveMs, 'handshake')
  }
  socket.write(greeting(0x30))
  onFrames(socket, async (body) => {
    if (body.readUInt32BE(0) !== id) return
    clearTimeout(timer)
    const answer = await run(JSON.parse(body.toString('utf8', 4)))
    if (answer !== undefined) send(answer)
  })
  send('handshake')
  socket.on('close', () => process.exit(0))
}

function push(name) {
  const socket = connect(`${folder}/${name}.ipc`)
  socket.on('error', () => undefined)
  socket.write(greeting(0x50))
  return { send: (text) => socket.write(frame(text)), close: () => socket.end() }
}

async function startSink(name, { mode } = {}) {
  if (mode === 'refuse') return 'Traceback (most recent call last):\nValueError: no such port'
  if (mode === 'refuse-silently') return ''
  if (mode === 'hang') return undefined
  // The first process leaves a mark, the ones after it hang.
  if (mode === 'hang-again') {
    if (existsSync(`${folder}/hung`)) return undefined
    writeFileSync(`${folder}/hung`, '')
  }
  const server = createServer()
  const ack = push(`${name}_ack`)
  const sockets = new Set()
  const close = () => {
    for (const socket of sockets) socket.destroy()
    server.close()
    if (!lateAcks.includes(ack)) ack.close()
    symbols.delete(name)
  }
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.write(greeting(0x51))
    if (mode === 'deaf') socket.pause()
    onFrames(socket, (body) => collect(body.toString(), mode, ack, close))
    if (mode === 'deaf') socket.pause()
  })
  rmSync(`${folder}/${name}.ipc`, { force: true })
  await new Promise((resolve) => server.listen(`${folder}/${name}.ipc`, resolve))
  symbols.set(name, close)
  return 'ok'
}

function collect(text, mode, ack, close) {
  seen.push(text)
  if (text.includes('die')) {
    console.error(`cannot write ${text}`)
    process.exit(7)
  }
  if (text.includes('raise')) {
    console.log('ValueError: that is too much')
    close()
  }
  if (mode === 'ack' || mode === 'ack-unasked') {
    ack.send(text.includes('bad') ? '{"error":"disk full"}' : '{}')
  }
  if (mode === 'ack-late') {
    // The answer to a row that nobody waits for any more comes just before that to the next one.
    for (const late of lateAcks.splice(0)) late.send('{"error":"too late"}')
    if (text.includes('late')) lateAcks.push(ack)
    else ack.send('{}')
  }
}

function startSource(name, config) {
  const channel = push(name)
  symbols.set(name, () => channel.close())
  const { count = 3, mode, datasource } = config
  if (mode === 'endless') return startEndless(name, channel)
  for (let n = 1; n <= count; n += 1) {
    if (mode === 'garbage' && n === 2) channel.send('this is not json')
    else if (mode === 'emit-error' && n === 2) channel.send('{"error":"no signal"}')
    else if (mode === 'no-meta') channel.send(`{"message":{"n":${n}},"meta":null}`)
    else channel.send(`{"message":{"n":${n},"from":"${datasource}"},"meta":{"topic":"tick/${n}"}}`)
  }
  if (mode === 'finish') channel.close()
  return 'ok'
}

/** Notes what it sends, as a row goes only one way. */
function startEndless(name, channel) {
  let n = 0
  const timer = setInterval(() => {
    n += 1
    appendFileSync(`${folder}/sent.txt`, `[${process.pid},${n}]\n`)
    channel.send(`{"message":{"n":${n},"pid":${process.pid}},"meta":null}`)
  }, 1)
  symbols.set(name, () => {
    clearInterval(timer)
    channel.close()
  })
  return 'ok'
}

function exec(name, args) {
  const [value, factor] = args
  if (name === 'seen')
    return JSON.stringify({ state: true, result: { payloads: seen, starts, pid: process.pid } })
  if (name === 'spread') {
    return JSON.stringify({ state: true, result: Math.max(...value) - Math.min(...value) })
  }
  if (factor === 0.5) return '{"state":true,"result":null}'
  if (factor === -1) return undefined
  if (factor === -2) return '{"state":false,"result":"negative factor"}'
  if (factor === -3) process.exit(5)
  if (factor === -4) return '{"state":false,"result":null}'
  return JSON.stringify({ state: true, result: value * factor })
}

function startFunction(name) {
  request(`func_${name}`, ({ func, arg }) => {
    if (func === 'IsAggregate') return `{"state":true,"result":${name === 'spread'}}`
    if (func !== 'Validate') return exec(name, arg)
    if (name !== 'scale' || arg.length === 2) return '{"state":true,"result":""}'
    return '{"state":false,"result":"scale takes a value and a factor"}'
  })
  return 'ok'
}

if (process.env.ACME_FAIL) {
  console.error(process.env.ACME_FAIL)
  process.exit(3)
}

request(process.env.ACME_NAME ?? 'plugin_acme', async ({ cmd, arg }) => {
  const { symbolName, meta, pluginType, config } = JSON.parse(arg)
  const name = `${meta.ruleId}_${meta.opId}_${meta.instanceId}`
  if (cmd === 'stop') {
    symbols.get(name)?.()
    return 'ok'
  }
  if (pluginType === 'func') return startFunction(symbolName)
  starts.push({ symbolName, meta, config })
  return pluginType === 'sink' ? startSink(name, config) : startSource(name, config)
})
