/** The three spellings of one plugin's name. */
export interface PluginNames {
  /** Action key, TYPE or function name, and the folder's name: `mySink`. */
  readonly type: string
  /** The export: `MySink`. */
  readonly symbol: string
  /** For people: `My sink`. */
  readonly title: string
}

/** Names of `my-sink` or `mySink`; undefined where the text is no such name. */
export function readNames(text: string): PluginNames | undefined {
  if (!/^[a-zA-Z][a-zA-Z0-9]*([-_][a-zA-Z0-9]+)*$/.test(text)) return undefined
  const symbol = text
    .split(/[-_]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
  const words = symbol.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase()
  return {
    type: symbol.charAt(0).toLowerCase() + symbol.slice(1),
    symbol,
    title: words.charAt(0).toUpperCase() + words.slice(1),
  }
}
