/** One machine of the simulated plant: its readings drift as those of a real one do. */
export type DeviceStatus = 'running' | 'idle' | 'off'

export interface Device {
  readonly id: string
  readonly status: DeviceStatus
  /** Moves on by `seconds` and returns whether its status changed. */
  advance(seconds: number): boolean
  readings(at: number): DeviceReadings
}

export interface DeviceReadings {
  readonly deviceId: string
  readonly temperature: number
  readonly pressure: number
  readonly vibration: number
  readonly status: DeviceStatus
  readonly ts: number
}

interface DeviceKind {
  readonly name: string
  readonly count: number
  /** Degrees Celsius, bar and mm/s that it settles at while it runs. */
  readonly temperature: number
  readonly pressure: number
  readonly vibration: number
}

const kinds: readonly DeviceKind[] = [
  { name: 'press', count: 10, temperature: 38.5, pressure: 182, vibration: 2.8 },
  { name: 'oven', count: 8, temperature: 47, pressure: 1.1, vibration: 0.4 },
  { name: 'pump', count: 7, temperature: 33, pressure: 6.4, vibration: 1.9 },
]

const ambient = 21

/** Mean seconds that a machine stays in a status. */
const stay: Readonly<Record<DeviceStatus, number>> = { running: 90, idle: 25, off: 40 }

/** The machines of plant 7, most of them running and warm. */
export function createDevices(random: () => number): readonly Device[] {
  return kinds.flatMap((kind) =>
    Array.from({ length: kind.count }, (_, index) => createDevice(kind, index + 1, random)),
  )
}

function createDevice(kind: DeviceKind, number: number, random: () => number): Device {
  // Like people, no two machines of a kind are the same.
  const own = spread(random) * 0.06
  let status: DeviceStatus = random() < 0.8 ? 'running' : random() < 0.7 ? 'idle' : 'off'
  let temperature = ambient + (settled(kind, status) * (1 + own) - ambient) * (0.9 + random() * 0.2)
  let wobble = 0
  const id = `${kind.name}-${String(number).padStart(2, '0')}`
  return {
    id,
    get status() {
      return status
    },
    advance(seconds) {
      const target = settled(kind, status) * (1 + own)
      temperature += (target - temperature) * Math.min(1, seconds / 60)
      temperature += spread(random) * Math.sqrt(seconds) * 0.8
      wobble = wobble * 0.9 + spread(random) * 0.1
      if (random() > 1 - Math.exp(-seconds / stay[status])) return false
      status = nextStatus(status, random)
      return true
    },
    readings(at) {
      const load = status === 'running' ? 1 : status === 'idle' ? 0.35 : 0
      return {
        deviceId: id,
        temperature: round(temperature, 1),
        pressure: round(kind.pressure * load * (1 + wobble * 0.2), 2),
        vibration: round(Math.abs(kind.vibration * load * (1 + wobble)), 3),
        status,
        ts: at,
      }
    },
  }
}

function settled(kind: DeviceKind, status: DeviceStatus): number {
  if (status === 'running') return kind.temperature
  return status === 'idle' ? ambient + (kind.temperature - ambient) * 0.6 : ambient
}

function nextStatus(status: DeviceStatus, random: () => number): DeviceStatus {
  if (status === 'idle') return random() < 0.8 ? 'running' : 'off'
  if (status === 'off') return 'idle'
  return random() < 0.85 ? 'idle' : 'off'
}

/** Between -1 and 1, mostly near 0. */
function spread(random: () => number): number {
  return random() + random() + random() - 1.5
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
