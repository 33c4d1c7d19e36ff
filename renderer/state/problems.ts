import { actionContextOf, actionProblems } from './action-problems.ts'
import { diagnose, type LanguageContext } from './language.ts'
import { mergedSchema } from './node-schema.ts'
import { sentence, type Problem } from './problem.ts'
import {
  documentToRuleset,
  readStatement,
  type CanvasNode,
  type ProjectDocument,
  type SinkNode,
} from './ruleset.ts'
import { secretProblems } from './secrets.ts'
import type { ChecksState } from './checks-store.ts'
import type { NodeStatus } from './metrics-store.ts'
import type { RunProblem } from './run-store.ts'
import type { SchemaReport } from './schemas-store.ts'
import { findComponent, type Component, type SessionState } from './session-store.ts'
import { fieldsOf, type Schema } from './schema.ts'
import { validateProperties, type FieldErrors } from './validation.ts'

export type { Problem }

type Known = Pick<SessionState, 'components' | 'commonSinkSchema' | 'secrets'>

/** What is wrong with the drawing as it is, without a run. */
export function problemsOf(
  document: ProjectDocument,
  known: Known,
  contextOf: (node: CanvasNode) => LanguageContext,
): readonly Problem[] {
  return [
    ...document.nodes.flatMap((node) => problemsOfNode(document, node, known, contextOf)),
    ...problemsOfRuleset(document),
  ]
}

function problemsOfNode(
  document: ProjectDocument,
  node: CanvasNode,
  known: Known,
  contextOf: (node: CanvasNode) => LanguageContext,
): readonly Problem[] {
  switch (node.kind) {
    case 'source':
      return problemsOfSource(node, known)
    case 'sql':
      return diagnose(node, contextOf(node)).map((diagnostic) => ({
        severity: diagnostic.severity,
        code: diagnostic.code,
        message: sentence(diagnostic.message),
        node: node.id,
        field: 'sql',
        start: diagnostic.span.start,
        end: diagnostic.span.end,
        ...(diagnostic.hint === undefined ? {} : { hint: diagnostic.hint }),
        ...(diagnostic.fixes === undefined ? {} : { fixes: diagnostic.fixes }),
      }))
    case 'sink': {
      const component = findComponent(known.components, 'sink', node.type)
      if (component === undefined) return [missingComponent(node.id, 'sink', node.type)]
      const schema = mergedSchema(component.schema, known.commonSinkSchema)
      const errors = [
        ...fieldProblems(node.id, ownErrors(component, schema, node)),
        ...actionProblems(node, actionContextOf(node, component, document, known)),
        ...secretProblems(node, schema, known.secrets),
        ...unavailable(node.id, component),
      ]
      const isConnected = document.nodes.some(({ id }) => id === node.input)
      return isConnected ? errors : [...errors, notConnected(node.id)]
    }
  }
}

function problemsOfSource(
  node: Extract<CanvasNode, { kind: 'source' }>,
  { components, secrets }: Known,
): readonly Problem[] {
  const reading = readStatement(node.statement)
  if (!reading.ok) {
    const { message, start, end } = reading
    return [{ severity: 'error', message, node: node.id, field: 'statement', start, end }]
  }
  const { type, datasource: given } = reading.form
  const component = findComponent(components, 'source', type)
  if (component === undefined) return [missingComponent(node.id, 'source', type)]
  const problems = [
    ...fieldProblems(node.id, validateProperties(component.schema, node.properties)),
    ...secretProblems(node, component.schema, secrets),
    ...unavailable(node.id, component),
  ]
  const { datasource } = component
  if (datasource?.isRequired === true && given === '') {
    const message = `${datasource.title} is required.`
    return [{ severity: 'error', message, node: node.id, field: 'datasource' }, ...problems]
  }
  return problems
}

function fieldProblems(node: string, errors: Readonly<Record<string, string>>): readonly Problem[] {
  return Object.entries(errors).map(([field, message]) => ({
    severity: 'error',
    message,
    node,
    field,
  }))
}

/** Of the sink's own properties: the engine says what is wrong with those that every sink has. */
function ownErrors(component: Component, schema: Schema, node: SinkNode): FieldErrors {
  const own = new Set(fieldsOf(component.schema).map(({ key }) => key))
  const errors = validateProperties(schema, node.properties)
  return Object.fromEntries(Object.entries(errors).filter(([key]) => own.has(key)))
}

function missingComponent(node: string, kind: 'source' | 'sink', type: string): Problem {
  return {
    severity: 'error',
    message: `There is no ${kind} "${type}".`,
    hint:
      `Install the plugin that has it, or choose another type. Of a native plugin of eKuiper (.so) its ` +
      `metadata file ${kind}s/${type}.json in a plugin folder is enough to draw and export rules with it.`,
    node,
    field: 'type',
  }
}

/** It can be drawn and exported, and not run here. */
function unavailable(node: string, component: Component): readonly Problem[] {
  const message = component.unavailable
  return message === undefined ? [] : [{ severity: 'warning', message, node }]
}

function notConnected(node: string): Problem {
  return {
    severity: 'warning',
    message: 'Not connected: it gets no rows.',
    hint: 'Draw a wire to it from a SQL node.',
    node,
  }
}

/** What eKuiper would refuse about the drawing as a whole: doubled names, circles, no sink. */
function problemsOfRuleset(document: ProjectDocument): readonly Problem[] {
  const { diagnostics } = documentToRuleset(document)
  return diagnostics.flatMap(({ place, diagnostic, node }): readonly Problem[] => {
    // Statements are checked with their node.
    if (node === undefined || diagnostic.code.startsWith('SQL')) return []
    const field = fieldAt(place)
    return [
      {
        severity: diagnostic.code === 'RUL4513' ? 'warning' : diagnostic.severity,
        code: diagnostic.code,
        message: sentence(diagnostic.message),
        node,
        ...(diagnostic.hint === undefined ? {} : { hint: diagnostic.hint }),
        ...(field === undefined ? {} : { field }),
      },
    ]
  })
}

/** What the engine said when it did not start, as problems of the canvas. */
export function problemsOfStart(
  canvasNodes: ReadonlyMap<string, string>,
  problems: readonly RunProblem[],
): readonly Problem[] {
  return problems.map(({ place, diagnostic }) => {
    const node = canvasNodeAt(canvasNodes, place)
    const field = fieldAt(place)
    return {
      severity: diagnostic.severity,
      code: diagnostic.code,
      message: sentence(diagnostic.message),
      ...(diagnostic.hint === undefined ? {} : { hint: diagnostic.hint }),
      ...(node === undefined ? {} : { node }),
      ...(field === undefined ? {} : { field }),
      ...(field === 'sql' || field === 'statement'
        ? { start: diagnostic.span.start, end: diagnostic.span.end }
        : {}),
    }
  })
}

/** What a start would say beyond what the window sees by itself. */
export function problemsOfCheck(
  { problems, canvasNodes, document: checked }: ChecksState,
  document: ProjectDocument,
  drawn: readonly Problem[],
): readonly Problem[] {
  const nodes = new Set(document.nodes.map(({ id }) => id))
  return problemsOfStart(canvasNodes, problems).filter(({ node, field, severity, start }) => {
    if (node === undefined || !nodes.has(node)) return false
    // Ranges are those of the text that was checked.
    if (start !== undefined && checked !== document) return false
    return !drawn.some((other) => {
      const isAtOnePlace = other.node === node && other.field === field
      return isAtOnePlace && (other.severity === 'error' || other.severity === severity)
    })
  })
}

/** What is wrong in the texts of the project's schemas. */
export function problemsOfSchemas(reports: readonly SchemaReport[]): readonly Problem[] {
  return reports.flatMap(({ file, problems }) =>
    problems.map((found): Problem => {
      const end = file.replace(/^[^.]*/, '')
      const place = `${found.file}${end}:${found.line}:${found.column}`
      return { severity: 'error', message: `${place}: ${found.message}`, schema: file }
    }),
  )
}

/** Nodes of the run that do not work, as problems of the canvas. */
export function problemsOfRun(
  canvasNodes: ReadonlyMap<string, string>,
  statuses: readonly Pick<NodeStatus, 'node' | 'state' | 'message'>[],
): readonly Problem[] {
  return statuses.flatMap(({ node, state, message }): readonly Problem[] => {
    if (state !== 'failed' && state !== 'disconnected') return []
    const canvasNode = canvasNodes.get(node)
    const cause = message ?? 'no reason was given'
    return [
      {
        severity: state === 'failed' ? 'error' : 'warning',
        message: state === 'failed' ? `Failed: ${cause}` : `Disconnected: ${cause}`,
        ...(canvasNode === undefined ? {} : { node: canvasNode }),
      },
    ]
  })
}

/** The canvas node at a place such as `rule/overheating/sql` or `action/overheating/0/server`. */
function canvasNodeAt(canvasNodes: ReadonlyMap<string, string>, place: string): string | undefined {
  const parts = place.split('/')
  for (let count = parts.length; count >= 2; count -= 1) {
    const node = canvasNodes.get(parts.slice(0, count).join('/'))
    if (node !== undefined) return node
  }
  return undefined
}

/** The field a place ends with, or that has what it ends with: `headers` for `headers.X-Id`. */
function fieldAt(place: string): string | undefined {
  const parts = place.split('/').map((part) => part.split('.')[0] ?? part)
  switch (parts[0]) {
    case 'stream':
      return parts[2] ?? 'statement'
    case 'rule':
      return parts[2] === 'options' ? parts[3] : parts[2]
    case 'action':
      return parts[3]
    default:
      return undefined
  }
}
