/** How long the host waits, in milliseconds, before it takes a portable plugin for hung. */
export interface PortableLimits {
  /** From the start of the process to its first word: imports of a Python plugin may take long. */
  readonly handshakeMs: number
  /** For the answer to a start or stop command. Then the process is ended and started again. */
  readonly controlMs: number
  /** For a sink to take the next row. */
  readonly sendMs: number
  /** For the acknowledgement of a row, where the action has `requireAck`. */
  readonly ackMs: number
  /** For one call of a function. */
  readonly functionMs: number
}

/**
 * A plugin that ends closes its channels a moment before the system tells that it ended, and why. Only
 * a channel that is closed for this long was closed by a plugin that lives.
 */
export const EXIT_GRACE_MS = 50

/** When a process that ended is started again. */
export interface RestartDelays {
  readonly firstMs: number
  /** Each delay is twice the one before, up to this one. */
  readonly maxMs: number
  /** A process that lived this long was well: the next delay is the first one again. */
  readonly stableMs: number
}

export interface PortableOptions {
  /** The interpreter of plugins with `"language": "python"`. */
  readonly pythonCommand?: string
  /**
   * eKuiper's SDKs for Python and Go have `/tmp` built in; another folder is only for plugins that are
   * told about it in their own way.
   */
  readonly socketFolder?: string
  /** Added to the environment of the process. */
  readonly environment?: Readonly<Record<string, string>>
  readonly limits?: Partial<PortableLimits>
  readonly restart?: Partial<RestartDelays>
  /** Every line that a plugin writes to its standard output and error. */
  readonly onOutput?: (line: string) => void
}

export interface PortableSettings {
  readonly pythonCommand: string
  readonly socketFolder: string
  readonly environment: Readonly<Record<string, string>>
  readonly limits: PortableLimits
  readonly restart: RestartDelays
  readonly onOutput: (line: string) => void
}

export function withDefaults(options: PortableOptions): PortableSettings {
  return {
    pythonCommand: options.pythonCommand ?? 'python3',
    socketFolder: options.socketFolder ?? '/tmp',
    environment: options.environment ?? {},
    limits: {
      handshakeMs: 60_000,
      controlMs: 10_000,
      sendMs: 5_000,
      ackMs: 10_000,
      functionMs: 5_000,
      ...options.limits,
    },
    restart: { firstMs: 100, maxMs: 10_000, stableMs: 30_000, ...options.restart },
    onOutput: options.onOutput ?? (() => undefined),
  }
}
