import type { z } from 'zod'

/** A call from the renderer to main, answered once. Parameters are checked on arrival. */
export interface RequestDefinition {
  readonly parameters: z.ZodType
  readonly result: z.ZodType
}

export interface ContractDefinition {
  /** `domain.verb` */
  readonly requests: Readonly<Record<string, RequestDefinition>>
  /** `domain.noun`, from main to the renderer. */
  readonly events: Readonly<Record<string, z.ZodType>>
}

/** Keeps the literal types, so that handlers and clients are derived from the one value. */
export function defineContract<const C extends ContractDefinition>(contract: C): C {
  return contract
}

export type RequestName<C extends ContractDefinition> = keyof C['requests'] & string
export type EventName<C extends ContractDefinition> = keyof C['events'] & string

export type Parameters<C extends ContractDefinition, N extends RequestName<C>> = z.output<
  C['requests'][N]['parameters']
>
export type Result<C extends ContractDefinition, N extends RequestName<C>> = z.output<
  C['requests'][N]['result']
>
export type EventPayload<C extends ContractDefinition, N extends EventName<C>> = z.output<
  C['events'][N]
>

/** Every request has exactly one handler: a missing one is a compile error. */
export type Handlers<C extends ContractDefinition> = {
  readonly [N in RequestName<C>]: (parameters: Parameters<C, N>) => Promise<Result<C, N>>
}

/** What the renderer calls. A failed request rejects with a RequestError. */
export interface Client<C extends ContractDefinition> {
  request<N extends RequestName<C>>(name: N, parameters: Parameters<C, N>): Promise<Result<C, N>>
  on<N extends EventName<C>>(name: N, listener: (payload: EventPayload<C, N>) => void): () => void
}

/** How an answer crosses the process border: Electron itself keeps only an error's message. */
export type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: RequestFailure }

export interface RequestFailure {
  /** Stable, such as `IPC7001`. */
  readonly code: string
  readonly message: string
  /** What to do about it. */
  readonly hint?: string
}
