import { connect } from 'mqtt'
import type { Cancel, Clock } from '#engine/api'
import { createDevices } from './device.ts'

export type PublishMessage = (
  topic: string,
  payload: string,
  options?: { readonly isRetained?: boolean },
) => void

export interface DeviceFleetSettings {
  /** A broker to connect to, or how to publish without a connection. */
  readonly target: { readonly url: string } | { readonly publish: PublishMessage }
  readonly clock: Clock
  /** From 0 up to 1. */
  readonly random: () => number
  /** Messages a second of the whole fleet. */
  readonly rate?: number
}

export interface DeviceFleet {
  readonly deviceIds: readonly string[]
  close(): Promise<void>
}

/**
 * The simulated plant: 25 machines that publish JSON readings on `plant7/<device>/telemetry`, one after
 * the other, and their status, retained, on `plant7/<device>/state` whenever it changes.
 */
export function startDeviceFleet(settings: DeviceFleetSettings): DeviceFleet {
  const { target, clock, random, rate = 40 } = settings
  const connection = 'url' in target ? connectTo(target.url) : undefined
  const publish = connection?.publish ?? ('publish' in target ? target.publish : undefined)
  const devices = createDevices(random)
  const intervalMs = 1000 / rate
  const secondsBetween = (devices.length * intervalMs) / 1000
  const publishState = (device: (typeof devices)[number]): void => {
    publish?.(`plant7/${device.id}/state`, device.status, { isRetained: true })
  }
  const start = clock.now()
  let sent = 0
  let cancel: Cancel = () => undefined
  // Counted from the start, so that late timers do not lower the rate.
  const tick = (now: number): void => {
    const due = Math.min(Math.floor((now - start) / intervalMs) + 1, sent + devices.length)
    for (; sent < due; sent += 1) {
      const device = devices[sent % devices.length]
      if (device === undefined) return
      if (device.advance(secondsBetween)) publishState(device)
      publish?.(`plant7/${device.id}/telemetry`, JSON.stringify(device.readings(now)))
    }
    cancel = clock.schedule(Math.max(now + 1, start + sent * intervalMs), tick)
  }
  for (const device of devices) publishState(device)
  cancel = clock.schedule(start, tick)
  return {
    deviceIds: devices.map((device) => device.id),
    async close() {
      cancel()
      await connection?.close()
    },
  }
}

function connectTo(url: string): { publish: PublishMessage; close(): Promise<void> } {
  const client = connect(url.replace(/^tcp:/, 'mqtt:'), { reconnectPeriod: 1000 })
  // The fleet is scenery: it waits for its broker and says nothing.
  client.on('error', () => undefined)
  return {
    publish(topic, payload, options) {
      const retain = options?.isRetained === true
      if (retain || client.connected) client.publish(topic, payload, { retain })
    },
    async close() {
      await client.endAsync(true)
    },
  }
}
