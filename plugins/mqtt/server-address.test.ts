import { expect, test } from 'vitest'
import { parseServer } from './server-address.ts'

test.each([
  ['tcp://127.0.0.1:1883', 'mqtt', '127.0.0.1', 1883],
  ['mqtt://broker', 'mqtt', 'broker', 1883],
  ['ssl://broker.example.com', 'mqtts', 'broker.example.com', 8883],
  ['tls://broker:1', 'mqtts', 'broker', 1],
  ['mqtts://broker:8884/', 'mqtts', 'broker', 8884],
  ['TCP://Broker:1883', 'mqtt', 'broker', 1883],
  [' tcp://[::1]:1884 ', 'mqtt', '::1', 1884],
  ['tcp://broker:80', 'mqtt', 'broker', 80],
  ['ws://broker', 'ws', 'broker', 80],
])('%s is an address', (server, protocol, host, port) => {
  expect(parseServer(server)).toMatchObject({ protocol, host, port })
})

test('a WebSocket address keeps its path', () => {
  expect(parseServer('wss://broker:8084/mqtt?a=1').path).toBe('/mqtt?a=1')
})

test.each([
  ['', 'write the address'],
  ['embedded', 'embedded broker does not run here'],
  ['127.0.0.1:1883', 'such as tcp://127.0.0.1:1883'],
  ['http://broker', 'must begin with tcp://'],
  ['tcp://', 'cannot be read'],
  ['tcp://broker:port', 'cannot be read'],
  ['tcp://broker:70000', 'cannot be read'],
])('%j is refused with advice', (server, advice) => {
  expect(() => parseServer(server)).toThrow(advice)
})
