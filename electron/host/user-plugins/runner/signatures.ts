import type { PluginDescription } from '../protocol.ts'

/** The setting `signatures`: a text or a list of texts such as `scale(value, factor?)`. */
export function readSignatures(given: unknown, name: string): readonly string[] | undefined {
  if (given === undefined) return undefined
  const list: readonly unknown[] = Array.isArray(given) ? given : [given]
  const isForm = (form: unknown): form is string =>
    typeof form === 'string' && form.startsWith(`${name}(`) && form.endsWith(')')
  if (list.length > 0 && list.every(isForm)) return list
  throw new Error(
    `signatures is ${JSON.stringify(given)}; it may be a text or a list of texts such as "${name}(value, factor?)"`,
  )
}

/** The parameters of a function that is called as it is; nothing is known of the others. */
export function signatureOf(
  exported: unknown,
  how: PluginDescription['exported'],
  name: string,
): readonly string[] {
  if (how !== 'function' || typeof exported !== 'function') return []
  const source = Function.prototype.toString.call(exported)
  // It takes what it is given, whatever it declares.
  if (/\barguments\b/.test(source)) return []
  const parameters = /^(?:async\s+)?(?:function\s*[\w$]*\s*)?(?:\(([^()]*)\)|([\w$]+)\s*=>)/.exec(
    source,
  )
  const list = (parameters?.[1] ?? parameters?.[2])?.split(',').map((each) => each.trim())
  if (list === undefined) return []
  const forms = list.filter((each) => each !== '').map(parameterOf)
  return forms.includes(undefined) ? [] : [`${name}(${forms.join(', ')})`]
}

/** Undefined for what has no name, such as a pattern. */
function parameterOf(text: string): string | undefined {
  const [, rest, name, isOptional] = /^(\.\.\.)?([\w$]+)(\s*=.*)?$/s.exec(text) ?? []
  if (name === undefined) return undefined
  return rest === undefined ? `${name}${isOptional === undefined ? '' : '?'}` : `...${name}`
}
