import { z } from 'zod'

/** A plugin in a folder of the user, as the plugin page shows it. */
export const userPlugin = z.object({
  /** Kind and type, such as `sink mySink`. */
  id: z.string(),
  /** `portable`: a plugin of eKuiper with whatever it provides. */
  kind: z.enum(['sink', 'source', 'function', 'format', 'portable']),
  type: z.string(),
  title: z.string(),
  version: z.string().optional(),
  /** A lucide name, or a picture as a data URL, to be shown as an image only. */
  icon: z.string().optional(),
  path: z.string(),
  /** `untrusted`: waits for the user's word. `stopped`: starts again with the next run. */
  state: z.enum(['ready', 'untrusted', 'failed', 'stopped', 'server-only']),
  message: z.string().optional(),
  /** `FILE:LINE` of the message. */
  place: z.string().optional(),
  /** An earlier version of it goes on. */
  isOlderUsed: z.boolean(),
  /** All its actions share one instance. */
  isShared: z.boolean(),
  /** What it gives to rules, such as `sink collector`. */
  provides: z.array(z.string()),
  /** Node's modules and packages that its code imports. */
  reaches: z.array(z.string()),
  /** Markdown, to be shown as text. */
  readme: z.string().optional(),
})
export type UserPlugin = z.output<typeof userPlugin>

/** A function of a plugin as the SQL editor and the checks know it; they cannot run it. */
export const sqlFunction = z.object({
  name: z.string(),
  kind: z.enum(['scalar', 'aggregate']),
  signatures: z.array(z.string()),
  summary: z.string(),
  /** Any number where it is absent. */
  arguments: z.object({ least: z.number(), most: z.number().optional() }).optional(),
  /** Why no call of it can work now. */
  problem: z.string().optional(),
})
export type SqlFunction = z.output<typeof sqlFunction>

export const pluginList = z.object({
  /** The first is the app's own; the others were added. */
  folders: z.array(z.string()),
  plugins: z.array(userPlugin),
  /** What SQL can call beside the built-in functions. */
  functions: z.array(sqlFunction),
  /** What is wrong with folders, and with what never became a plugin. */
  problems: z.array(z.object({ file: z.string(), message: z.string() })),
})
export type PluginList = z.output<typeof pluginList>

/** Requests of the plugin page. */
export const pluginRequests = {
  'plugins.list': { parameters: z.object({}), result: pluginList },
  /** `follow`: later changes of its files are trusted as well. */
  'plugins.trust': {
    parameters: z.object({ id: z.string(), follow: z.boolean() }),
    result: z.object({}),
  },
  /** Without `id` all folders are looked through again. */
  'plugins.reload': { parameters: z.object({ id: z.string().optional() }), result: z.object({}) },
  /** Shows the app's plugin folder, or the plugin in its folder, in the file manager. */
  'plugins.openFolder': {
    parameters: z.object({ id: z.string().optional() }),
    result: z.object({}),
  },
  /** Asks for a folder with plugins; false when cancelled. */
  'plugins.addFolder': { parameters: z.object({}), result: z.object({ isAdded: z.boolean() }) },
  /** Its files stay. */
  'plugins.removeFolder': { parameters: z.object({ folder: z.string() }), result: z.object({}) },
  /** Packs a plugin for an eKuiper server and writes it where a dialog says; null when cancelled. */
  'plugins.package': {
    parameters: z.object({ id: z.string() }),
    result: z
      .object({
        /** The name it has to be installed under. */
        name: z.string(),
        path: z.string(),
        /** The path as a server on this machine takes it. */
        url: z.string(),
        /** What is different on a server, where that depends on its code. */
        notes: z.array(z.string()),
      })
      .nullable(),
  },
  /** Makes a plugin in the app's own folder and trusts it. */
  'plugins.create': {
    parameters: z.object({
      kind: z.enum(['sink', 'source', 'function', 'format']),
      name: z.string(),
      language: z.enum(['js', 'ts']),
    }),
    result: z.object({ folder: z.string() }),
  },
} as const
