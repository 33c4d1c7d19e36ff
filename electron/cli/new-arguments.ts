import type { PluginKind, ScaffoldLanguage } from '../host/user-plugins/index.ts'

export interface NewArguments {
  readonly kind: PluginKind
  readonly pluginName: string
  readonly folder: string | undefined
  readonly language: ScaffoldLanguage
}

const kinds: readonly PluginKind[] = ['sink', 'source', 'function', 'format']

/** The arguments of `sluice new`, or what is wrong with them. */
export function readNewCommand(args: readonly string[]): NewArguments | string {
  const rest = [...args]
  const at = rest.indexOf('--dir')
  const [, folder] = at < 0 ? [] : rest.splice(at, 2)
  if (at >= 0 && folder === undefined) return '--dir needs a folder'
  const typed = rest.indexOf('--ts')
  if (typed >= 0) rest.splice(typed, 1)
  const option = rest.find((arg) => arg.startsWith('-'))
  if (option !== undefined) return `there is no option "${option}"`
  const [kindName, pluginName, more] = rest
  const kind = kinds.find((each) => each === kindName)
  if (kind === undefined) {
    return `new makes a sink, a source, a function or a format${kindName === undefined ? '' : `, not "${kindName}"`}`
  }
  if (pluginName === undefined) return `new ${kind} needs a name, such as my-${kind}`
  if (more !== undefined) return `one ${kind} at a time: "${pluginName}" or "${more}"`
  return { kind, pluginName, folder, language: typed < 0 ? 'js' : 'ts' }
}
