export { PluginsPanel } from './PluginsPanel.tsx'
export { countPluginTroubles, usePlugins } from './use-plugins.ts'
