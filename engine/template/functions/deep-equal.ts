import {
  GoInt,
  isBytesValue,
  isListValue,
  isMap,
  textOf,
  typeName,
  type TemplateValue,
} from '../value.ts'

/** Go's reflect.DeepEqual: types count, so an int is no int64 and no float64. */
export function isDeepEqual(a: TemplateValue, b: TemplateValue): boolean {
  if (a === b) return true
  if (a === undefined || a === null || b === undefined || b === null) {
    return (a ?? null) === (b ?? null)
  }
  if (a instanceof GoInt || b instanceof GoInt) {
    return a instanceof GoInt && b instanceof GoInt && a.value === b.value
  }
  if (isListValue(a) && isListValue(b)) {
    return a.length === b.length && a.every((item, index) => isDeepEqual(item, b[index]))
  }
  if (isBytesValue(a) && isBytesValue(b)) {
    return a.length === b.length && a.every((byte, index) => byte === b[index])
  }
  if (isMap(a) && isMap(b)) {
    const names = Object.keys(a)
    return (
      names.length === Object.keys(b).length &&
      names.every((name) => Object.hasOwn(b, name) && isDeepEqual(a[name], b[name]))
    )
  }
  return typeof a === 'object' && typeName(a) === typeName(b) && textOf(a) === textOf(b)
}
