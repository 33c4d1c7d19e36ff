/**
 * Portable plugins of eKuiper: programs in Python or Go that provide sources, sinks and functions and are
 * talked to over Unix sockets. `functions/` makes SQL wait for theirs, `protocol/` speaks the wire format and
 * knows no plugins, `package/` reads a plugin's files, `process/` has the parts of a running one. Nothing here
 * knows the engine beside its API, except `functions/sql-function.ts`.
 */
export { loadPortablePlugin } from './load.ts'
export type { LoadedPortablePlugin } from './load.ts'
export type { PortableDefinition } from './definition.ts'
export type { PortableLimits, PortableOptions, RestartDelays } from './options.ts'
export type { FunctionCaller, PortableFunction } from './portable-function.ts'
export { defineSqlFunction } from './functions/sql-function.ts'
export type { PortableSqlFunction } from './functions/sql-function.ts'
export type { ProcessStatus } from './process.ts'
export { PortableError } from './protocol/errors.ts'
