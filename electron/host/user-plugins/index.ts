/**
 * Plugins in the user's own folders: sinks, sources and functions that run apart from the engine, each in
 * a process of its own that is ended when it hangs, grows or fails. `runner/` is the program of such a
 * process; nothing in it may import the host. Plugins of eKuiper are in `../portable`.
 */
export { openUserPlugins } from './user-plugins.ts'
export type { UserPluginOptions, UserPlugins } from './user-plugins.ts'
export type { PluginProblem } from './find-plugins.ts'
export { BundleError } from './bundle.ts'
export { PluginError } from './plugin-errors.ts'
export type { UserPluginInfo, UserPluginState } from './plugin-info.ts'
export { openTrustFile, trustAll } from './trust.ts'
export type { Trust } from './trust.ts'
export type { PluginFunctionDefinition } from './function-unit.ts'
export { createPlugin, CreateError } from './scaffold/create-plugin.ts'
export type { CreatedPlugin } from './scaffold/create-plugin.ts'
export type { ScaffoldLanguage } from './scaffold/typed.ts'
export { userPluginFolder } from './plugin-place.ts'
export type { PluginKind } from './protocol.ts'
export { builtinNames } from './builtin-names.ts'
