import type { Schemas } from './schemas.ts'

/**
 * What a project is: the drawing, from which the ruleset eKuiper takes is derived. Plain JSON data,
 * shared by the renderer (which edits it), the project files and the host (which runs it).
 */
export interface ProjectDocument {
  readonly nodes: readonly CanvasNode[]
  /** Properties of sources and sinks that several nodes share, by eKuiper's type and CONF_KEY. */
  readonly sourceConfigurations: SourceConfigurations
  /** Schemas of formats such as Protocol Buffers: text by file name, such as `telemetry.proto`. */
  readonly schemas?: Schemas
}

export type SourceConfigurations = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>
>

export type CanvasNode = SourceNode | SqlNode | SinkNode

export interface Position {
  readonly x: number
  readonly y: number
}

interface NodeBase {
  /** Stable within the document, never shown. */
  readonly id: string
  readonly position: Position
}

/** A stream or table. Its definition is the CREATE statement that is exported. */
export interface SourceNode extends NodeBase {
  readonly kind: 'source'
  /** The stream's name, as SQL nodes use it in FROM. */
  readonly name: string
  /** The whole CREATE STREAM / CREATE TABLE statement. */
  readonly statement: string
  /**
   * Properties of the source that are not options of the statement; exported as the group of its CONF_KEY,
   * which is `name` where the statement has none. Those of a shared group are here as well.
   */
  readonly properties: Readonly<Record<string, unknown>>
}

/**
 * One rule. Wires into it are not stored: they are the names in its FROM and JOIN clauses. A name is a
 * source node's, or the id of another SQL node whose rows it takes.
 */
export interface SqlNode extends NodeBase {
  readonly kind: 'sql'
  /** eKuiper's rule id. */
  readonly ruleId: string
  /** What the canvas shows; the rule's `name`. */
  readonly name: string
  readonly sql: string
  readonly options: Readonly<Record<string, unknown>>
  /** Further keys of the rule's JSON, kept as they came (`tags`, `triggered`, unknown ones). */
  readonly extra: Readonly<Record<string, unknown>>
}

/** One action of one rule. */
export interface SinkNode extends NodeBase {
  readonly kind: 'sink'
  /** What the canvas shows; kept in the layout. */
  readonly name: string
  /** The action's key. */
  readonly type: string
  readonly properties: Readonly<Record<string, unknown>>
  /** The SQL node whose rows it takes; undefined while it is not connected. */
  readonly input?: string
}

/** eKuiper's own ruleset JSON: SQL by stream name, rule JSON text by rule id. */
export interface Ruleset {
  readonly streams: Readonly<Record<string, string>>
  readonly tables: Readonly<Record<string, string>>
  readonly rules: Readonly<Record<string, string>>
  readonly sourceConfig?: Readonly<Record<string, string>>
  readonly connectionConfig?: Readonly<Record<string, string>>
  /** As a data export has them; `ruleset/import` passes over them. */
  readonly Schema?: Readonly<Record<string, string>>
}
