/**
 * A process that speaks the host's messages over Node's IPC and misbehaves on request: the first rule's
 * id says how. With `never` as argument it ends before it is ready.
 */
import process from 'node:process'

if (process.argv[2] === 'never') {
  process.stderr.write('Error: no port is free\n')
  process.exit(3)
}
const send = (message) => process.send(message)
const ready = {
  type: 'ready',
  components: [],
  commonSinkSchema: {},
  brokerUrl: 'tcp://127.0.0.1:1',
}

process.on('message', (command) => {
  if (command.type === 'close') process.exit(0)
  if (command.type === 'stop') send({ type: 'stopped', request: command.request })
  if (command.type !== 'start') return
  const { request, definition } = command
  const wish = definition.rules[0]?.id
  if (wish === 'crash_at_start') throw new TypeError('rows is not iterable')
  if (wish === 'hang') for (;;);
  if (wish === 'fault') {
    send({ type: 'failed', request, message: 'a fault of ours' })
    return
  }
  send({ type: 'started', request, result: { ok: true, runId: 7, warnings: [] } })
  if (wish === 'end') send({ type: 'ended', runId: 7 })
  if (wish === 'hang_later')
    setImmediate(() => {
      for (;;);
    })
  if (wish === 'tell') process.stderr.write(`Error: login with ${command.secrets[0]} failed`)
  if (wish === 'tell' || wish === 'crash_later') setImmediate(() => process.exit(9))
})
send(ready)
