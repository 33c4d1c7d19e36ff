import type { TemplateValue } from './value.ts'

/** What a parameter takes, in Go's terms; `any` takes everything, a missing value too. */
export type Parameter =
  'any' | 'string' | 'int' | 'int64' | 'float' | 'bool' | 'list' | 'map' | 'bytes' | 'time'

/** What functions may ask of the world. */
export interface TemplateEnvironment {
  /** Milliseconds since 1970. */
  now(): number
  /** 0 (included) to 1 (excluded). */
  random(): number
  newId(): string
  /** An environment variable of the host, empty where there is none. */
  variable(name: string): string
}

export type TemplateFunctionCategory =
  | 'comparison'
  | 'date'
  | 'encoding'
  | 'flow'
  | 'list'
  | 'map'
  | 'number'
  | 'path'
  | 'regex'
  | 'text'
  | 'type'

export interface TemplateFunction {
  readonly category: TemplateFunctionCategory
  /** Such as `trunc length text`, for the completion. */
  readonly signature: string
  readonly parameters: readonly Parameter[]
  /** Type of all further arguments; absent where there may be none. */
  readonly rest?: Parameter
  /** Arguments arrive converted; throws Fault. */
  readonly run: (args: readonly TemplateValue[], environment: TemplateEnvironment) => TemplateValue
}

export type FunctionTable = Readonly<Record<string, TemplateFunction>>
