import { z } from 'zod'
import { actionPreview, previewRequest, schemaReport, schemas } from './formats.ts'
import { pluginList } from './plugins.ts'
import { component, logLine, nodeStatus, problem, runDefinition, startResult } from './contract.ts'

/**
 * What main and the engine host say to each other. `row-port` carries a MessagePort: its rows go to
 * the renderer without passing main (`row-port.ts`).
 */
export const hostCommand = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    request: z.number(),
    /** With the values of its secrets. */
    definition: runDefinition,
    /** Those values: the host shows them to nobody. */
    secrets: z.array(z.string()).optional(),
    /** The folder of the project, whose cache its actions use; absent for one that was never saved. */
    project: z.string().optional(),
  }),
  /** Starts nothing; the values of secrets are in nothing that comes back. */
  z.object({
    type: z.literal('check'),
    request: z.number(),
    definition: runDefinition,
    secrets: z.array(z.string()),
  }),
  /** What the project that was never saved has cached is that of the one in this folder, or of nobody. */
  z.object({
    type: z.literal('hand-over-cache'),
    request: z.number(),
    project: z.string().optional(),
  }),
  z.object({ type: z.literal('stop'), request: z.number() }),
  z.object({ type: z.literal('row-port') }),
  z.object({
    type: z.literal('trust-plugin'),
    request: z.number(),
    id: z.string(),
    follow: z.boolean(),
  }),
  z.object({ type: z.literal('reload-plugins'), request: z.number(), id: z.string().optional() }),
  z.object({
    type: z.literal('plugin-folders'),
    request: z.number(),
    folders: z.array(z.string()),
  }),
  z.object({
    type: z.literal('inspect-schemas'),
    request: z.number(),
    schemas,
  }),
  z.object({ type: z.literal('preview-action'), request: z.number(), given: previewRequest }),
  /** Ends the run, the broker and the process. */
  z.object({ type: z.literal('close') }),
])
export type HostCommand = z.output<typeof hostCommand>

export const hostMessage = z.discriminatedUnion('type', [
  /** The first message: from now on commands are taken. */
  z.object({
    type: z.literal('ready'),
    components: z.array(component),
    commonSinkSchema: z.record(z.string(), z.unknown()),
    brokerUrl: z.string(),
  }),
  z.object({ type: z.literal('started'), request: z.number(), result: startResult }),
  z.object({ type: z.literal('checked'), request: z.number(), problems: z.array(problem) }),
  z.object({ type: z.literal('stopped'), request: z.number() }),
  /** A command that has no other answer was carried out. */
  z.object({ type: z.literal('done'), request: z.number() }),
  z.object({
    type: z.literal('schemas'),
    request: z.number(),
    reports: z.array(schemaReport),
  }),
  z.object({
    type: z.literal('preview'),
    request: z.number(),
    preview: actionPreview.nullable(),
  }),
  /** When plugins were looked at for the first time, and whenever something about them changed. */
  z.object({ type: z.literal('plugins'), components: z.array(component), list: pluginList }),
  /** A command that could not be carried out because of a fault of ours. */
  z.object({ type: z.literal('failed'), request: z.number(), message: z.string() }),
  z.object({
    type: z.literal('status'),
    runId: z.number(),
    at: z.number(),
    nodes: z.array(nodeStatus),
  }),
  z.object({ type: z.literal('ended'), runId: z.number() }),
  z.object({ type: z.literal('log'), line: logLine }),
])
export type HostMessage = z.output<typeof hostMessage>
