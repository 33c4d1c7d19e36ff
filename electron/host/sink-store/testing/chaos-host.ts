import { connect, type Socket } from 'node:net'
import process from 'node:process'
import {
  ConnectionError,
  definePlugin,
  defineSink,
  defineSource,
  z,
  type SinkData,
} from '#engine/api'
import { builtinPlugins } from '#plugins'
import { createNodeEngine } from '../../host.ts'

/**
 * The engine host of the kill loop: one rule with a cached action for MQTT and one for a plain socket. Its
 * source takes numbers from the loop and acknowledges each once the engine has accepted its row, so the
 * loop knows what may not be lost.
 */
const setting = z.object({
  cacheFolder: z.string(),
  feedPort: z.number(),
  brokerPort: z.number(),
  sinkPort: z.number(),
  alterQueue: z.boolean(),
})
const { cacheFolder, feedPort, brokerPort, sinkPort, alterQueue } = setting.parse(
  JSON.parse(process.argv[2] ?? ''),
)

const feed = defineSource({
  type: 'feed',
  title: 'Feed',
  summary: 'Numbers from the kill loop.',
  examples: [],
  emits: 'rows',
  properties: z.looseObject({}),
  create: () => {
    let socket: Socket | undefined
    return {
      configure: () => undefined,
      open: (context) => {
        let rest = ''
        socket = connect(feedPort, '127.0.0.1')
        socket.setNoDelay(true)
        socket.on('error', () => process.exit(1))
        socket.setEncoding('utf8').on('data', (text: string) => {
          const lines = `${rest}${text}`.split('\n')
          rest = lines.pop() ?? ''
          if (lines.length === 0) return
          context.emitRows(lines.map((line) => ({ row: { seq: Number(line) } })))
          socket?.write(`${lines.at(-1) ?? ''}\n`)
        })
      },
      close: () => void socket?.destroy(),
    }
  },
})

const lines = defineSink({
  type: 'lines',
  title: 'Lines',
  summary: 'Writes lines to a socket that acknowledges each.',
  examples: [],
  accepts: 'bytes',
  properties: z.looseObject({}),
  sink: () => new LineSink(),
})

class LineSink {
  #socket: Socket | undefined
  #settle: ((error?: Error) => void) | undefined

  configure(): void {}

  async open(): Promise<void> {
    this.#socket = await this.#connect()
  }

  async collect(_context: unknown, data: SinkData): Promise<void> {
    if (!(data instanceof Uint8Array)) throw new TypeError('expected bytes')
    this.#socket ??= await this.#connect()
    const socket = this.#socket
    await new Promise<void>((resolve, reject) => {
      this.#settle = (error) => {
        this.#settle = undefined
        if (error === undefined) resolve()
        else reject(error)
      }
      socket.write(data)
      socket.write('\n')
    })
  }

  #connect(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect(sinkPort, '127.0.0.1')
      socket.setNoDelay(true)
      socket.once('connect', () => resolve(socket))
      socket.on('data', () => this.#settle?.())
      socket.on('error', () => undefined)
      socket.on('close', () => {
        const error = new ConnectionError('the other side is gone')
        reject(error)
        if (this.#socket === socket) this.#socket = undefined
        this.#settle?.(error)
      })
    })
  }

  close(): void {
    this.#socket?.destroy()
  }
}

const log = ({ level, node, message }: { level: string; node: string; message: string }): void => {
  if (level === 'error') process.stderr.write(`${node}: ${message}\n`)
}
const plugin = definePlugin({ id: 'chaos', title: 'Kill loop', components: [feed, lines] })
const engine = createNodeEngine([...builtinPlugins(), plugin], log, cacheFolder)
const cached = {
  sendSingle: true,
  dataTemplate: '{{.seq}}',
  enableCache: true,
  resendInterval: 50,
  resendAlterQueue: alterQueue,
  memoryCacheThreshold: 512,
  bufferPageSize: 128,
}
const started = engine.start({
  streams: ['CREATE STREAM numbers (seq BIGINT) WITH (TYPE="feed")'],
  rules: [
    {
      id: 'chaos',
      sql: 'SELECT seq FROM numbers',
      actions: [
        { mqtt: { ...cached, server: `tcp://127.0.0.1:${brokerPort}`, topic: 'chaos', qos: 1 } },
        { lines: cached },
      ],
      options: {},
    },
  ],
  sourceConfigurations: {},
})
if (!started.ok) throw new Error(JSON.stringify(started.problems))
const { run } = started

/** What was dropped would be lost without a trace of it outside. */
setInterval(() => {
  for (const { node, dropped, lastError } of run.status()) {
    if (dropped === 0) continue
    process.stderr.write(`${node} dropped ${dropped}: ${lastError?.message ?? ''}\n`)
    process.exit(2)
  }
}, 200)
