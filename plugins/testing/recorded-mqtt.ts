import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What eKuiper 2 was seen to publish for a rule: the same steps must give the same messages here. */
export interface Recording {
  readonly id: string
  readonly note?: string
  readonly connections?: readonly unknown[]
  readonly streams: readonly string[]
  /** `<mqtt>` in a text stands for the broker's port. */
  readonly rules: readonly {
    readonly id: string
    readonly sql: string
    readonly actions: readonly Readonly<Record<string, Readonly<Record<string, unknown>>>>[]
    readonly options?: Readonly<Record<string, unknown>>
  }[]
  readonly steps: readonly Step[]
  /** The rule was refused. */
  readonly ruleError?: readonly unknown[]
  /** Received by a client that subscribed to everything with quality 2 before the rule started. */
  readonly seen: readonly SeenMessage[]
  /** Received by one that subscribed at the end. */
  readonly seenByLateSubscriber?: readonly SeenMessage[]
}

export interface Step {
  readonly publish?: {
    readonly topic: string
    readonly payload?: unknown
    readonly base64?: string
    readonly qos?: 0 | 1 | 2
    readonly retain?: boolean
    /** Arguments of a command-line client; a user property where there are any. */
    readonly v5?: readonly string[]
  }
  readonly waitMs?: number
  readonly stopRule?: string
  readonly startRule?: string
  /** Seconds the broker is away. */
  readonly brokerRestart?: number
}

export interface SeenMessage {
  readonly topic: string
  readonly qos: number
  readonly retained: number
  readonly payload?: string
  readonly payloadBase64?: string
  readonly compression?: string
  readonly userProperties?: string
}

export function readRecordings(): readonly Recording[] {
  const file = join(import.meta.dirname, 'recordings', 'mqtt-rules.json')
  return JSON.parse(readFileSync(file, 'utf8')) as readonly Recording[]
}
