import { isList, parseTree, printTree, toJavaScript, type JsonTree } from './json-tree.ts'

/** One recorded case: inputs, and what eKuiper answered to them. */
export interface ConformanceCase {
  readonly id: string
  readonly streams: readonly string[]
  readonly sql: string | undefined
  readonly graph: unknown
  readonly options: Readonly<Record<string, unknown>>
  /** Undefined where the case leaves it to the default. */
  readonly actions: readonly unknown[] | undefined
  readonly isParseOnly: boolean
  readonly feed: readonly FeedEvent[]
  readonly until: number | undefined
  /** The recorder's clock step; a recorded time is rounded up to the next one. */
  readonly step: number
  readonly createError: string | undefined
  readonly output: readonly CaseOutput[]
  readonly errors: readonly string[]
  readonly isUnordered: boolean
}

export interface FeedEvent {
  readonly at: number
  /** The DATASOURCE that gets the payload; undefined where only the clock moves or a topic gets a row. */
  readonly stream: string | undefined
  readonly memory: string | undefined
  readonly payload: Uint8Array
  /** The JSON text of a row for a memory topic. */
  readonly row: string | undefined
  readonly meta: JsonTree | undefined
}

/** What one sink got, recorded or ours. */
export interface CaseOutput {
  readonly at: number
  readonly action: number
  /** Integers beyond 2^53 are bigints. */
  readonly value: unknown
  readonly text: string | undefined
  readonly base64: string | undefined
  readonly raw: string | undefined
  readonly call: string | undefined
  readonly props: Readonly<Record<string, string>> | undefined
}

export function parseCase(line: string): ConformanceCase {
  const tree = membersOf(parseTree(line))
  const options = tree['options']
  const feed = tree['feed']
  const output = tree['output']
  return {
    id: textOf(tree['id']) ?? '',
    streams: texts(tree['streams']),
    sql: textOf(tree['sql']),
    graph: tree['graph'] === undefined ? undefined : toJavaScript(tree['graph']),
    options: options === undefined ? {} : (toJavaScript(options) as Record<string, unknown>),
    actions:
      tree['actions'] === undefined ? undefined : (toJavaScript(tree['actions']) as unknown[]),
    isParseOnly: tree['parseOnly'] === true,
    feed: items(feed).map(parseEvent),
    until: numberOf(tree['until']),
    step: numberOf(tree['step']) ?? 100,
    createError: textOf(tree['createError']),
    output: items(output).map(parseOutput),
    errors: texts(tree['errors']),
    isUnordered: tree['unordered'] === true,
  }
}

function parseEvent(tree: JsonTree): FeedEvent {
  const event = membersOf(tree)
  const json = event['json']
  const text = textOf(event['payload']) ?? (json === undefined ? '' : printTree(json))
  const base64 = textOf(event['base64'])
  return {
    at: numberOf(event['at']) ?? 0,
    stream: textOf(event['stream']),
    memory: textOf(event['memory']),
    payload: base64 === undefined ? Buffer.from(text) : Buffer.from(base64, 'base64'),
    row: json === undefined ? undefined : printTree(json),
    meta: event['meta'],
  }
}

function parseOutput(tree: JsonTree): CaseOutput {
  const output = membersOf(tree)
  const value = output['value']
  const props = output['props']
  return {
    at: numberOf(output['at']) ?? 0,
    action: numberOf(output['action']) ?? 0,
    value: value === undefined ? undefined : toJavaScript(value),
    text: textOf(output['text']),
    base64: textOf(output['base64']),
    raw: textOf(output['raw']),
    call: textOf(output['call']),
    props: props === undefined ? undefined : (toJavaScript(props) as Record<string, string>),
  }
}

function membersOf(tree: JsonTree): Readonly<Record<string, JsonTree | undefined>> {
  if (typeof tree !== 'object' || tree === null || isList(tree))
    throw new Error('expected an object')
  return tree as Readonly<Record<string, JsonTree | undefined>>
}

function items(tree: JsonTree | undefined): readonly JsonTree[] {
  return tree !== undefined && isList(tree) ? tree : []
}

function texts(tree: JsonTree | undefined): readonly string[] {
  return items(tree).flatMap((item) => textOf(item) ?? [])
}

function textOf(tree: JsonTree | undefined): string | undefined {
  return typeof tree === 'string' ? tree : undefined
}

function numberOf(tree: JsonTree | undefined): number | undefined {
  const value = tree === undefined ? undefined : toJavaScript(tree)
  return typeof value === 'number' ? value : undefined
}
