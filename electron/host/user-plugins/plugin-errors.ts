import type { WireError } from './protocol.ts'

/** An error that the plugin threw, as it crossed the border. */
export class PluginError extends Error {
  readonly kind: 'connection-error' | 'plugin-error'
  readonly property: string | undefined
  readonly place: string | undefined
  constructor({ message, isConnectionError, property, place }: WireError) {
    super(message)
    this.name = 'PluginError'
    this.kind = isConnectionError ? 'connection-error' : 'plugin-error'
    this.property = property
    this.place = place
  }
}

/** The process is gone: what was asked of it is not done, and nothing more will be. */
export class PluginStopped extends Error {
  readonly kind = 'plugin-stopped'
  constructor(reason: string) {
    super(`the plugin was stopped: ${reason}`)
    this.name = 'PluginStopped'
  }
}

/** The plugin's message with the property it is about and the place in its file. */
export function explain(error: unknown): unknown {
  if (!(error instanceof PluginError)) return error
  const { message, property, place, kind } = error
  const about = property === undefined ? '' : `${property}: `
  const at = place === undefined ? '' : ` (${place})`
  return new PluginError({
    message: `${about}${message}${at}`,
    isConnectionError: kind === 'connection-error',
  })
}
