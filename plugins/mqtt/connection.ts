import { randomBytes } from 'node:crypto'
import { connect, type IClientOptions, type MqttClient } from 'mqtt'
import { type Cancel, type ComponentContext, ConfigurationError } from '#engine/api'
import { createBackOff } from './back-off.ts'
import type { ConnectionProperties, ProtocolVersion } from './connection-properties.ts'
import { describeEarlyClose, describeFailure, isHangUp } from './failure.ts'
import { parseServer, type ServerAddress } from './server-address.ts'
import { readTlsSettings } from '../network/index.ts'

export interface ConnectionSettings {
  readonly address: ServerAddress
  readonly options: IClientOptions
}

/** Checks everything that can be wrong before a connection is tried. Throws ConfigurationError. */
export function readConnection(
  properties: ConnectionProperties,
  clientId: string,
): ConnectionSettings {
  const { connectionSelector, server } = properties
  if (typeof connectionSelector === 'string' && connectionSelector !== '') {
    const message = `the connection "${connectionSelector}" is not known here: write the address of the broker as server`
    throw new ConfigurationError('connectionSelector', message)
  }
  const address = parseServer(server)
  const isTls = address.protocol === 'mqtts' || address.protocol === 'wss'
  const options: IClientOptions = {
    protocol: address.protocol,
    host: address.host,
    port: address.port,
    ...(address.protocol === 'ws' || address.protocol === 'wss' ? { path: address.path } : {}),
    ...protocolOptions[properties.protocolVersion],
    clientId: clientId === '' ? `sluice${randomBytes(8).toString('hex')}` : clientId,
    ...(properties.username === '' ? {} : { username: properties.username }),
    ...(properties.password === '' ? {} : { password: properties.password }),
    ...(isTls ? readTlsSettings(properties) : {}),
    clean: true,
    keepalive: 30,
    connectTimeout: 10_000,
    // This module reconnects: it says when and why.
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
  }
  return { address, options }
}

const protocolOptions: Readonly<Record<ProtocolVersion, IClientOptions>> = {
  '3.1': { protocolVersion: 3, protocolId: 'MQIsdp' },
  '3.1.1': { protocolVersion: 4 },
  '4': { protocolVersion: 4 },
  '5': { protocolVersion: 5 },
}

export interface ConnectionHandlers {
  /** A new connection is up; called again for each one after a loss. */
  onConnect(client: MqttClient): void
  /** The connection was lost, or could not be made. */
  onLoss?(reason: string): void
}

/**
 * A connection that is kept up until the context's signal ends it: each loss is reported with its cause
 * and tried again with back-off.
 */
export class Connection {
  readonly #settings: ConnectionSettings
  readonly #context: ComponentContext
  readonly #handlers: ConnectionHandlers
  readonly #backOff = createBackOff()
  #client: MqttClient | undefined
  #cancelRetry: Cancel = () => undefined
  #isEnded = false

  constructor(
    settings: ConnectionSettings,
    context: ComponentContext,
    handlers: ConnectionHandlers,
  ) {
    this.#settings = settings
    this.#context = context
    this.#handlers = handlers
    context.signal.addEventListener('abort', this.#abort, { once: true })
  }

  /** Starts to connect and returns at once. */
  start(): void {
    if (this.#isEnded || this.#context.signal.aborted) return
    const { address, options } = this.#settings
    const server = `${address.host}:${address.port}`
    this.#context.reportStatus({ state: 'connecting', message: `Connecting to ${server}.` })
    const client = connect({ ...options })
    this.#client = client
    let failure: unknown
    let wasConnected = false
    client.on('connect', () => {
      if (this.#client !== client) return
      wasConnected = true
      this.#backOff.reset()
      this.#context.reportStatus({ state: 'connected', message: `Connected to ${server}.` })
      this.#handlers.onConnect(client)
    })
    client.on('error', (error) => {
      failure = error
      // A refused login leaves the socket open; the close that follows reports and tries again.
      client.end(true)
    })
    // The client keeps some causes to itself, such as a network that cannot be reached.
    client.stream.on('error', (error) => {
      failure ??= error
    })
    client.on('close', () => this.#lost(client, this.#reason(failure, wasConnected)))
  }

  get connected(): MqttClient | undefined {
    return this.#client?.connected === true ? this.#client : undefined
  }

  /** Says goodbye to the broker and resolves when all is closed; at once where there is no connection. */
  async close(): Promise<void> {
    this.#isEnded = true
    this.#cancelRetry()
    this.#context.signal.removeEventListener('abort', this.#abort)
    const client = this.#client
    this.#client = undefined
    if (client === undefined) return
    // Nothing is owed any more: an error while going is no news.
    client.on('error', () => undefined)
    if (client.connected) await this.#sayGoodbye(client)
    client.end(true)
  }

  #abort = (): void => {
    this.#isEnded = true
    this.#cancelRetry()
    if (this.#client?.connected !== true) this.#client?.end(true)
  }

  /** A broker that does not answer any more must not hold the rule. */
  #sayGoodbye(client: MqttClient): Promise<void> {
    return new Promise((resolve) => {
      const { clock } = this.#context
      const cancel = clock.schedule(clock.now() + 500, () => resolve())
      client.end(false, {}, () => {
        cancel()
        resolve()
      })
    })
  }

  #reason(failure: unknown, wasConnected: boolean): string {
    const { address } = this.#settings
    const isEarly = !wasConnected && (failure === undefined || isHangUp(failure))
    if (isEarly) return describeEarlyClose(address)
    if (failure !== undefined && !isHangUp(failure)) return describeFailure(failure, address)
    return `The connection to ${address.host}:${address.port} was lost.`
  }

  #lost(client: MqttClient, reason: string): void {
    if (this.#client !== client || this.#isEnded) return
    this.#client = undefined
    client.end(true)
    const { clock } = this.#context
    const retryAt = clock.now() + this.#backOff.next()
    this.#context.reportStatus({ state: 'disconnected', message: reason, retryAt })
    this.#context.logger.warn(reason)
    this.#handlers.onLoss?.(reason)
    this.#cancelRetry = clock.schedule(retryAt, () => this.start())
  }
}
