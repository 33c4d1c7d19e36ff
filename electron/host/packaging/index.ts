/**
 * Plugins of ours as portable plugins of eKuiper: a zip that a server installs. `peer/` is the program in
 * it, which speaks the plugin's side of the protocol; it runs on machines without Sluice.
 */
export { packagePlugins } from './package-plugins.ts'
export type { PluginPackage } from './package-plugins.ts'
export { findPackagedPlugins } from './find-packaged.ts'
export { PackageError } from './package-error.ts'
