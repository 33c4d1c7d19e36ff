import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Mosquitto {
  readonly url: string
  close(): Promise<void>
}

/** A real Mosquitto on a free port of loopback. */
export async function startMosquitto(program: string): Promise<Mosquitto> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-cli-mqtt-'))
  const port = await freePort()
  const file = join(folder, 'mosquitto.conf')
  await writeFile(file, `listener ${port} 127.0.0.1\nallow_anonymous true\nuser root\n`)
  const child = spawn(program, ['-c', file])
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    let text = ''
    child.stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (/mosquitto version .* running/.test(text)) resolve()
    })
    void ended.then(() => reject(new Error(`mosquitto ended: ${text}`)))
  })
  return {
    url: `tcp://127.0.0.1:${port}`,
    async close() {
      child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port was given')
  return address.port
}
