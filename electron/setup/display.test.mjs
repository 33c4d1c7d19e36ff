import { existsSync, statSync } from 'node:fs'
import net from 'node:net'
import { describe, expect, test } from 'vitest'
import { authorityEntry } from './display-key.mjs'
import { endingWithParent, hasDisplay, startDisplay } from './display.mjs'
import { findProgram } from './run-command.mjs'

test.each([
  [{}, false],
  [{ DISPLAY: '' }, false],
  [{ DISPLAY: ':1' }, true],
  [{ WAYLAND_DISPLAY: 'wayland-0' }, true],
])('%j has a display: %s', (env, expected) => {
  expect(hasDisplay(env)).toBe(expected)
})

test('an authority entry is for any host and display', () => {
  const entry = authorityEntry(Buffer.from('0123456789abcdef')).toString('latin1')
  expect(entry).toBe('\xff\xff\0\0\0\0\0\x12MIT-MAGIC-COOKIE-1\0\x100123456789abcdef')
})

test('without setpriv a command runs unchanged', () => {
  const [command, args] = endingWithParent('Xvfb', ['-a'])
  expect([command, ...args].slice(-2)).toEqual(['Xvfb', '-a'])
})

describe.skipIf(findProgram('Xvfb') === undefined)('a virtual display', () => {
  test('gets a number of its own, and ends when told to', async () => {
    const [one, two] = await Promise.all([startDisplay(), startDisplay()])
    expect(one.name).toMatch(/^:\d+$/)
    expect(two.name).not.toBe(one.name)
    const socket = `/tmp/.X11-unix/X${one.name.slice(1)}`
    expect(existsSync(socket)).toBe(true)
    await Promise.all([one.stop(), two.stop()])
    expect(existsSync(socket)).toBe(false)
    expect(existsSync(one.env['XAUTHORITY'] ?? '')).toBe(false)
  })

  test('refuses who has not the key', async () => {
    const display = await startDisplay()
    expect(statSync(display.env['XAUTHORITY'] ?? '').mode & 0o077).toBe(0)
    const answer = await new Promise((resolve, reject) => {
      const client = net.connect(`/tmp/.X11-unix/X${display.name.slice(1)}`)
      // A connection set-up for X11, little-endian, without a key.
      client.write(Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]))
      client.on('data', (bytes) => resolve(bytes[0]))
      client.on('error', reject)
    })
    await display.stop()
    const refused = 0
    expect(answer).toBe(refused)
  })
})
