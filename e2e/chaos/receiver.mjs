// The sink's other side in the kill loop: appends every line it gets to a file, then acknowledges it.
import { appendFileSync } from 'node:fs'
import { createServer } from 'node:net'
import process from 'node:process'

const [port, file] = process.argv.slice(2)
const server = createServer((socket) => {
  let rest = ''
  socket.setNoDelay(true)
  socket.on('error', () => undefined)
  socket.setEncoding('utf8').on('data', (text) => {
    const lines = `${rest}${text}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      appendFileSync(file, `${line}\n`)
      socket.write('+')
    }
  })
})
server.listen(Number(port), '127.0.0.1')
