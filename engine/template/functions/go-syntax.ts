import { quote } from '../../base/quote.ts'
import { formatFloat } from '../../types/float-text.ts'
import { compareUtf8 } from '../../types/utf8.ts'
import { isBytesValue, isListValue, isMap, textOf, typeName, type TemplateValue } from '../value.ts'

/** Go's `%#v`. Bytes inside of something else have another name. */
export function goSyntax(value: TemplateValue, bytesName = '[]byte'): string {
  if (value === undefined || value === null) return 'interface {}(nil)'
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'number') return formatFloat(value)
  if (isBytesValue(value)) {
    const bytes = [...value].map((byte) => `0x${byte.toString(16)}`)
    return `${bytesName}{${bytes.join(', ')}}`
  }
  if (isListValue(value)) return `${typeName(value)}{${value.map(inner).join(', ')}}`
  if (!isMap(value)) return textOf(value)
  const names = Object.keys(value).sort(compareUtf8)
  const pairs = names.map((name) => `${quote(name)}:${inner(value[name])}`)
  return `map[string]interface {}{${pairs.join(', ')}}`
}

function inner(value: TemplateValue): string {
  return goSyntax(value, '[]uint8')
}
