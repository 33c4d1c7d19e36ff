import { z } from 'zod'
import { pluginList, pluginRequests } from './plugins.ts'
import { secretRequests } from './secrets.ts'
import { formatRequests, schemas } from './formats.ts'
import { defineContract } from './define.ts'
import { dropCounts } from './drop-cause.ts'
import type { Client, Handlers } from './define.ts'

/**
 * Everything that main and the renderer say to each other, except rows, which go over a MessagePort
 * from the engine host straight to the renderer (`row-port.ts`). The only place with channel names.
 */

const properties = z.record(z.string(), z.unknown())
const sourceConfigurations = z.record(z.string(), z.record(z.string(), properties))

const position = z.object({ x: z.number(), y: z.number() })

const sourceNode = z.object({
  kind: z.literal('source'),
  id: z.string(),
  position,
  name: z.string(),
  statement: z.string(),
  properties,
})
const sqlNode = z.object({
  kind: z.literal('sql'),
  id: z.string(),
  position,
  ruleId: z.string(),
  name: z.string(),
  sql: z.string(),
  options: properties,
  extra: properties,
})
const sinkNode = z.object({
  kind: z.literal('sink'),
  id: z.string(),
  position,
  name: z.string(),
  type: z.string(),
  properties,
  input: z.string().optional(),
})

/** The same shape as `ProjectDocument` of `#engine/ruleset`; a test keeps them equal. */
export const projectDocument = z.object({
  nodes: z.array(z.discriminatedUnion('kind', [sourceNode, sqlNode, sinkNode])),
  sourceConfigurations,
  schemas: schemas.optional(),
})

export const project = z.object({
  /** The folder's name, or `Sample` / `Untitled`. */
  name: z.string(),
  /** Absent while the project was never saved. */
  folder: z.string().optional(),
  document: projectDocument,
  /** Set where an autosaved state newer than the files was found and is what `document` holds. */
  isRecovered: z.boolean(),
})
export type Project = z.output<typeof project>

export const problem = z.object({
  place: z.string(),
  diagnostic: z.object({
    code: z.string(),
    severity: z.enum(['error', 'warning', 'info']),
    message: z.string(),
    span: z.object({ start: z.number(), end: z.number() }),
    hint: z.string().optional(),
  }),
})

const nodeError = z.object({
  at: z.number(),
  message: z.string(),
  row: z.record(z.string(), z.unknown()).optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
  payload: z.instanceof(Uint8Array).optional(),
})
export const nodeStatus = z.object({
  node: z.string(),
  state: z.enum([
    'starting',
    'connecting',
    'running',
    'disconnected',
    'failed',
    'ended',
    'stopped',
  ]),
  message: z.string().optional(),
  retryAt: z.number().optional(),
  trouble: z.string().optional(),
  rowsIn: z.number(),
  rowsOut: z.number(),
  filtered: z.number().optional(),
  dropped: z.number(),
  droppedBy: dropCounts.optional(),
  errors: z.number(),
  lastError: nodeError.optional(),
})

export const component = z.object({
  kind: z.enum(['source', 'sink', 'format']),
  type: z.string(),
  title: z.string(),
  summary: z.string(),
  keywords: z.array(z.string()),
  icon: z.string().optional(),
  /** The plugin it comes from. */
  plugin: z.string(),
  /** Sources only. */
  datasource: z
    .object({
      title: z.string(),
      description: z.string(),
      isRequired: z.boolean(),
      example: z.string(),
    })
    .optional(),
  /** Sinks only: what they take. */
  accepts: z.enum(['bytes', 'rows']).optional(),
  /** Sinks only: they compress and encrypt by themselves. */
  writesStream: z.boolean().optional(),
  /** Formats only: `schemaId` or SCHEMAID must name one. */
  needsSchema: z.boolean().optional(),
  /** Formats only: how the names of their schemas end; absent where any may. */
  schemaSuffix: z.string().optional(),
  /** Why it cannot run here, in sentences. */
  unavailable: z.string().optional(),
  /** The component's own properties as JSON Schema (draft 2020-12, input side) with our form hints. */
  schema: properties,
})
export type Component = z.output<typeof component>

export const runDefinition = z.object({
  streams: z.array(z.string()),
  rules: z.array(
    z.object({
      id: z.string(),
      name: z.string().optional(),
      sql: z.string().optional(),
      graph: z.unknown().optional(),
      actions: z.array(z.record(z.string(), properties)),
      options: properties,
    }),
  ),
  sourceConfigurations,
  schemas: schemas.optional(),
})

export const startResult = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), runId: z.number(), warnings: z.array(problem) }),
  z.object({ ok: z.literal(false), problems: z.array(problem) }),
])

export const logLine = z.object({
  at: z.number(),
  level: z.enum(['debug', 'info', 'warn', 'error']),
  node: z.string(),
  message: z.string(),
})

export const recentProject = z.object({
  name: z.string(),
  folder: z.string(),
  openedAt: z.number(),
})
const nothing = z.object({})

/** Commands of the native menu; the renderer carries them out, so that each exists once. */
export const menuCommand = z.enum([
  'project.new',
  'project.open',
  'project.openSample',
  'project.save',
  'project.saveAs',
  'ruleset.export',
  'ruleset.copy',
  'ruleset.import',
  'edit.undo',
  'edit.redo',
  'edit.delete',
  'run.toggle',
  'view.fit',
  'view.tidy',
  'view.theme',
  'plugins.show',
  'plugins.new',
  'help.shortcuts',
])
export type MenuCommand = z.output<typeof menuCommand>

export const contract = defineContract({
  requests: {
    /** What the window needs first. `project` is the one to show: given, recovered, last or the sample. */
    'app.start': {
      parameters: nothing,
      result: z.object({
        version: z.string(),
        components: z.array(component),
        /** JSON Schema of the properties every sink has (`sendSingle`, `format`, `enableCache`, ...). */
        commonSinkSchema: properties,
        project,
        /** Why `project` is not the one that was to be expected; to be shown to the user. */
        problem: z
          .object({ code: z.string(), message: z.string(), hint: z.string().optional() })
          .optional(),
        recent: z.array(recentProject),
        broker: z.object({ url: z.string() }),
        theme: z.enum(['system', 'light', 'dark']),
        /** True for `--snapshot`: run the sample at once. */
        isSnapshot: z.boolean(),
      }),
    },
    'settings.setTheme': {
      parameters: z.object({ theme: z.enum(['system', 'light', 'dark']) }),
      result: nothing,
    },
    'project.new': { parameters: nothing, result: project },
    'project.openSample': { parameters: nothing, result: project },
    /** Without `folder` a dialog asks; null when the user cancelled it. */
    'project.open': {
      parameters: z.object({ folder: z.string().optional() }),
      result: project.nullable(),
    },
    /** Writes the files. Without `folder` a dialog asks; null when cancelled. */
    'project.save': {
      parameters: z.object({ folder: z.string().optional(), document: projectDocument }),
      result: z.object({ name: z.string(), folder: z.string() }).nullable(),
    },
    /** Keeps the unsaved state safe; called about a second after each change. */
    'project.autosave': {
      parameters: z.object({ folder: z.string().optional(), document: projectDocument }),
      result: nothing,
    },
    'project.listRecent': { parameters: nothing, result: z.array(recentProject) },
    /**
     * Asks for a place and writes `text`, a ruleset, there; null when cancelled. `withSecrets`: the values of
     * its secrets in clear text instead of references.
     */
    'file.export': {
      parameters: z.object({
        suggestedName: z.string(),
        text: z.string(),
        withSecrets: z.boolean(),
      }),
      result: z.object({ path: z.string() }).nullable(),
    },
    /** Asks for a file and reads it; null when cancelled. */
    'file.import': {
      parameters: z.object({ kind: z.enum(['rules', 'schema']).optional() }),
      result: z.object({ name: z.string(), text: z.string() }).nullable(),
    },
    'clipboard.write': { parameters: z.object({ text: z.string() }), result: nothing },
    'run.start': { parameters: z.object({ definition: runDefinition }), result: startResult },
    /** What 'run.start' would refuse or warn about; starts nothing. */
    'run.check': {
      parameters: z.object({ definition: runDefinition }),
      result: z.object({ problems: z.array(problem) }),
    },
    'run.stop': { parameters: nothing, result: nothing },
    /** Asks for a new row port; it arrives with the event-like message described in `row-port.ts`. */
    'rows.open': { parameters: nothing, result: nothing },
    ...pluginRequests,
    ...formatRequests,
    ...secretRequests,
    'window.snapshot': {
      parameters: z.object({ rule: z.string(), rowsIn: z.number(), rowsOut: z.number() }),
      result: nothing,
    },
  },
  events: {
    /** All nodes of the run, about four times a second while it runs, and once when it ends. */
    'run.status': z.object({ runId: z.number(), at: z.number(), nodes: z.array(nodeStatus) }),
    'run.ended': z.object({
      runId: z.number(),
      reason: z.enum(['stopped', 'finished', 'host-died']),
    }),
    /** The engine host died; it is started again unless it died too often. */
    'host.died': z.object({
      message: z.string(),
      rules: z.array(z.string()),
      willRestart: z.boolean(),
    }),
    /** A new engine host takes runs. Its broker may listen elsewhere; a new row port comes by itself. */
    'host.restarted': z.object({ broker: z.object({ url: z.string() }) }),
    'log.line': logLine,
    'menu.command': z.object({ command: menuCommand, folder: z.string().optional() }),
    'plugins.changed': pluginList,
    'components.changed': z.object({ components: z.array(component) }),
  },
})

export type SluiceContract = typeof contract
export type SluiceHandlers = Handlers<SluiceContract>
export type SluiceClient = Client<SluiceContract>
