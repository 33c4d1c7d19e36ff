import net from 'node:net'

/**
 * A sink that takes bytes: whatever format, template and compression the action asks for is done before.
 * Sends every payload as one line to a TCP server. Action: `{ "tcpLines": { "port": 9000 } }`.
 */
export class TcpLines {
  static accepts = 'bytes'

  configure({ host = '127.0.0.1', port }) {
    if (!Number.isInteger(port)) throw new Error('port is missing')
    this.address = { host, port }
  }

  /** An error such as ECONNREFUSED means: try again later. */
  open() {
    return new Promise((resolve, reject) => {
      this.socket = net.connect(this.address, resolve)
      this.socket.on('error', (error) => {
        this.failure = error
        reject(error)
      })
    })
  }

  collect(ctx, bytes) {
    if (this.failure !== undefined) throw this.failure
    return new Promise((resolve, reject) => {
      this.socket.write(Buffer.concat([bytes, Buffer.from('\n')]), (error) => {
        if (error) reject(error)
        else resolve()
      })
    })
  }

  close() {
    this.socket?.destroy()
  }
}
