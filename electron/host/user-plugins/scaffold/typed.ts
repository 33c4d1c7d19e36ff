/** In which language a plugin is made; both run as they are. */
export type ScaffoldLanguage = 'js' | 'ts'

export interface MethodHead {
  readonly says: string
  readonly name: string
  readonly parameters: Readonly<Record<string, string>>
  readonly returns?: string
  readonly isAsync?: boolean
}

/** The head of a method with the types of its parameters, in whichever way the language writes them. */
export function methodHead(
  language: ScaffoldLanguage,
  { says, name, parameters, returns = 'void', isAsync = false }: MethodHead,
): string {
  const list = Object.entries(parameters)
  const prefix = isAsync ? 'async ' : ''
  if (language === 'ts') {
    const typed = list.map(([parameter, type]) => `${parameter}: ${type}`).join(', ')
    const result = isAsync ? `Promise<${returns}>` : returns
    return `  /** ${says} */\n  ${prefix}${name}(${typed}): ${result} {`
  }
  const names = list.map(([parameter]) => parameter).join(', ')
  const tags = list.map(([parameter, type]) => `   * @param {${type}} ${parameter}\n`).join('')
  return `  /**\n   * ${says}\n   *\n${tags}   */\n  ${prefix}${name}(${names}) {`
}

/** What the file needs the names of; for JavaScript a comment that editors and `tsc` read. */
export function typeImport(language: ScaffoldLanguage, names: readonly string[]): string {
  const list = names.join(', ')
  return language === 'ts'
    ? `import type { ${list} } from 'sluice'`
    : `/** @import { ${list} } from 'sluice' */`
}

/** The head of a class that is one of the plugin API's kinds. */
export function classHead(
  language: ScaffoldLanguage,
  { says, symbol, kind }: { readonly says: string; readonly symbol: string; readonly kind: string },
): string {
  return language === 'ts'
    ? `/** ${says} */\nexport class ${symbol} implements ${kind} {`
    : `/**\n * ${says}\n *\n * @implements {${kind}}\n */\nexport class ${symbol} {`
}

/** A field whose type its first value does not tell. */
export function field(
  language: ScaffoldLanguage,
  { name, type }: { readonly name: string; readonly type: string },
): string {
  return language === 'ts'
    ? `  private ${name}: ${type} | undefined`
    : `  /** @type {${type} | undefined} */\n  ${name}`
}
