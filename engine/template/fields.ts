import type { DateTime, Duration, Value } from '../types/value.ts'
import { Fault } from './fault.ts'
import { callTimeMethod, readDurationMethod } from './time-methods.ts'
import {
  GoObject,
  isDateTime,
  isDuration,
  isMap,
  isListValue,
  typeName,
  type TemplateValue,
} from './value.ts'

/** `.a.b.c` of a value. What is missing stays missing; a field of anything but a map is a fault. */
export function readFields(value: TemplateValue, names: readonly string[]): TemplateValue {
  let current = value
  for (const name of names) current = readField(current, name)
  return current
}

function readField(value: TemplateValue, name: string): TemplateValue {
  if (value === undefined) return undefined
  if (value === null) throw new Fault(`nil pointer evaluating interface {}.${name}`)
  if (isMap(value)) return Object.hasOwn(value, name) ? value[name] : undefined
  const member = readMember(value, name)
  if (member !== undefined) return member
  // A value read out of a map is an interface to Go, whatever it holds.
  const type =
    isListValue(value) && typeName(value) !== '[]interface {}' ? typeName(value) : 'interface {}'
  throw new Fault(`can't evaluate field ${name} in type ${type}`)
}

function readMember(value: TemplateValue, name: string): TemplateValue {
  if (value instanceof GoObject) {
    if (Object.hasOwn(value.methods, name)) return value.methods[name]?.([])
    return Object.hasOwn(value.members, name) ? value.members[name] : undefined
  }
  if (isDateTime(value as Value)) return callTimeMethod(value as DateTime, name, [])
  if (isDuration(value as Value)) return readDurationMethod(value as Duration, name)
  return undefined
}

/** `.a.Method arg`: only Go's own types have methods. */
export function callMethod(
  value: TemplateValue,
  names: readonly string[],
  args: readonly TemplateValue[],
): TemplateValue {
  const receiver = readFields(value, names.slice(0, -1))
  if (receiver === undefined) return undefined
  const name = names.at(-1) ?? ''
  const result = callOwnMethod(receiver, name, args)
  if (result === undefined) {
    readField(receiver, name)
    throw new Fault(`${name} is not a method but has arguments`)
  }
  return result
}

function callOwnMethod(
  receiver: TemplateValue,
  name: string,
  args: readonly TemplateValue[],
): TemplateValue {
  if (receiver instanceof GoObject) {
    return Object.hasOwn(receiver.methods, name) ? receiver.methods[name]?.(args) : undefined
  }
  if (!isDateTime(receiver as Value)) return undefined
  return callTimeMethod(receiver as DateTime, name, args)
}
