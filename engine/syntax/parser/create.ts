import { suggest } from '../../base/text.ts'
import type {
  ColumnDefinition,
  ColumnType,
  CreateStatement,
  SimpleType,
  SourceKind,
  StreamOption,
} from '../ast.ts'
import { syntaxCodes } from '../codes.ts'
import type { Span } from '../span.ts'
import { describe } from './cursor.ts'
import { parseDefault } from './default.ts'
import { expect, maximalNesting, reportBadToken, type ParserState } from './parser-state.ts'
import { parseSourceKind, parseSourceName, takeWord } from './source-name.ts'

/** `CREATE STREAM|TABLE name (columns) WITH (options)`; the parentheses are required. */
export function parseCreate(state: ParserState): CreateStatement {
  const { cursor } = state
  const start = cursor.next().span.start
  const sourceKind: SourceKind = parseSourceKind(state)
  const name = parseSourceName(state, sourceKind)
  const columns = parseColumns(state)
  const options = parseOptions(state)
  if (cursor.kind() !== 'end' && cursor.kind() !== ';') {
    const found = describe(cursor, cursor.peek())
    reportBadToken(cursor, `expected the end of the statement, found ${found}`, {
      code: syntaxCodes.textAfterStatement,
    })
  }
  return { kind: 'create', sourceKind, name, columns, options, span: cursor.spanFrom(start) }
}

function parseColumns(state: ParserState): readonly ColumnDefinition[] {
  if (!expect(state, '(', '`(` and the columns, or `()` for a stream without schema')) {
    state.cursor.skipTo((token) => token.kind === '(' || token.text.toUpperCase() === 'WITH')
    if (state.cursor.accept('(') === undefined) return []
  }
  return parseColumnList(state)
}

/** Up to `)`. A trailing comma is allowed. */
function parseColumnList(state: ParserState): ColumnDefinition[] {
  const { cursor } = state
  const columns: ColumnDefinition[] = []
  while (cursor.accept(')') === undefined) {
    const column = parseColumn(state)
    if (column !== undefined) columns.push(column)
    if (cursor.accept(',') !== undefined || cursor.kind() === ')') continue
    const found = describe(cursor, cursor.peek())
    reportBadToken(cursor, `expected a comma or \`)\` after the column, found ${found}`, {
      code: syntaxCodes.expectedToken,
    })
    cursor.skipTo((token) => token.kind === ',' || token.kind === ')')
    if (cursor.accept(',') === undefined && cursor.accept(')') === undefined) return columns
  }
  return columns
}

function parseColumn(state: ParserState): ColumnDefinition | undefined {
  const { cursor } = state
  const name = cursor.peek()
  if (name.kind !== 'identifier') {
    const found = describe(cursor, name)
    reportBadToken(cursor, `expected a column name, found ${found}`, {
      code: syntaxCodes.expectedToken,
      hint: /^[A-Z]+$/.test(name.kind) ? 'A keyword used as a name goes in backticks.' : undefined,
    })
    cursor.skipTo((token) => token.kind === ',' || token.kind === ')')
    return undefined
  }
  cursor.next()
  const type = parseType(state)
  if (type === undefined) {
    cursor.skipTo((token) => token.kind === ',' || token.kind === ')')
    return undefined
  }
  const defaultValue = parseDefault(state, type)
  const column = { name: { name: name.text, span: name.span }, type }
  const span: Span = cursor.spanFrom(name.span.start)
  return defaultValue === undefined ? { ...column, span } : { ...column, defaultValue, span }
}

const simpleTypes: readonly SimpleType[] = [
  'bigint',
  'float',
  'string',
  'datetime',
  'boolean',
  'bytea',
]
const typeNames = [...simpleTypes, 'array', 'struct']

function parseType(state: ParserState): ColumnType | undefined {
  const { cursor } = state
  const token = cursor.peek()
  const word = token.text.toLowerCase()
  const simple = simpleTypes.find((name) => name === word)
  if (simple !== undefined) {
    cursor.next()
    return { kind: simple }
  }
  if (word === 'array' || word === 'struct') {
    cursor.next()
    return parseNestedType(state, word)
  }
  reportUnknownType(state)
  return undefined
}

function reportUnknownType(state: ParserState): void {
  const { cursor } = state
  const token = cursor.peek()
  const similar = commonTypeNames[token.text.toLowerCase()] ?? suggest(token.text, typeNames)
  const message = `expected a column type, found ${describe(cursor, token)}`
  if (token.kind !== 'identifier')
    reportBadToken(cursor, message, { code: syntaxCodes.expectedColumnType })
  else {
    const list = typeNames.join(', ').toUpperCase()
    const text = similar?.toUpperCase()
    cursor.report(syntaxCodes.expectedColumnType, message, token.span, {
      hint:
        text === undefined
          ? `The types are ${list}.`
          : `Did you mean ${text}? The types are ${list}.`,
      ...(text === undefined
        ? {}
        : { fixes: [{ title: `Write ${text}`, edits: [{ span: token.span, text }] }] }),
    })
  }
}

const commonTypeNames: Readonly<Record<string, string>> = {
  int: 'bigint',
  integer: 'bigint',
  long: 'bigint',
  double: 'float',
  real: 'float',
  number: 'float',
  text: 'string',
  varchar: 'string',
  bool: 'boolean',
  timestamp: 'datetime',
  date: 'datetime',
  bytes: 'bytea',
  blob: 'bytea',
  object: 'struct',
  json: 'struct',
}

function parseNestedType(state: ParserState, kind: 'array' | 'struct'): ColumnType | undefined {
  const { cursor } = state
  if (state.nesting >= maximalNesting) {
    cursor.report(
      syntaxCodes.tooDeep,
      `the type nests deeper than ${maximalNesting} levels`,
      cursor.peek().span,
    )
    cursor.skipTo(() => false)
    return undefined
  }
  const form = kind === 'array' ? 'ARRAY(type)' : 'STRUCT(name type, ...)'
  if (!expect(state, '(', `\`(\` as in ${form}`, syntaxCodes.expectedColumnType)) return undefined
  state.nesting++
  const type = kind === 'array' ? parseArrayElement(state) : parseStructFields(state)
  state.nesting--
  return type
}

function parseArrayElement(state: ParserState): ColumnType | undefined {
  const element = parseType(state)
  if (element === undefined) return undefined
  expect(state, ')', '`)` after the element type')
  return { kind: 'array', element }
}

function parseStructFields(state: ParserState): ColumnType {
  const { cursor } = state
  const empty = cursor.kind() === ')' ? cursor.peek() : undefined
  const fields = parseColumnList(state)
  if (empty !== undefined) {
    cursor.report(syntaxCodes.expectedColumnType, 'a STRUCT needs at least one field', empty.span)
  }
  return { kind: 'struct', fields }
}

/** `WITH (KEY = "text" ...)`: commas between options are optional. */
function parseOptions(state: ParserState): readonly StreamOption[] {
  const { cursor } = state
  if (!takeWord(cursor, 'WITH')) {
    const found = describe(cursor, cursor.peek())
    reportBadToken(cursor, `expected WITH and the options, found ${found}`, {
      code: syntaxCodes.expectedToken,
      hint: 'Such as WITH (DATASOURCE="topic", FORMAT="json").',
    })
  }
  const options: StreamOption[] = []
  if (!expect(state, '(', '`(` after WITH')) return options
  for (;;) {
    if (cursor.accept(',') !== undefined) continue
    if (cursor.kind() === 'end' || cursor.kind() === ';') {
      expect(state, ')', '`)` after the options')
      return options
    }
    if (cursor.accept(')') !== undefined) return options
    const option = parseOption(state)
    if (option !== undefined) options.push(option)
  }
}

function parseOption(state: ParserState): StreamOption | undefined {
  const { cursor } = state
  const key = cursor.next()
  const base = { key: key.text.toUpperCase(), span: key.span }
  if (!expect(state, '=', '`=` after the option')) return skipOption(state)
  const value = cursor.peek()
  if (value.kind !== 'string' && value.kind !== 'TRUE' && value.kind !== 'FALSE') {
    const found = describe(cursor, value)
    const text = `"${value.text}"`
    const isFixable =
      value.kind === 'single-quoted' || value.kind === 'integer' || value.kind === 'identifier'
    if (isFixable) {
      cursor.report(
        syntaxCodes.expectedOptionValue,
        `an option's value must be in double quotes, found ${found}`,
        value.span,
        {
          fixes: [{ title: `Write ${text}`, edits: [{ span: value.span, text }] }],
        },
      )
    } else {
      reportBadToken(cursor, `expected a text in double quotes, TRUE or FALSE, found ${found}`, {
        code: syntaxCodes.expectedOptionValue,
      })
    }
    return skipOption(state)
  }
  cursor.next()
  const typed = value.kind === 'string' ? value.text : value.kind === 'TRUE'
  return { ...base, value: typed, valueSpan: value.span, span: cursor.spanFrom(key.span.start) }
}

function skipOption(state: ParserState): undefined {
  state.cursor.skipTo((token) => token.kind === ',' || token.kind === ')')
  return undefined
}
