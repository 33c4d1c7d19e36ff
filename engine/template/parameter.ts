import { Fault } from './fault.ts'
import type { Parameter } from './function.ts'
import type { Operand } from './node.ts'
import { GoInt, isBytesValue, isMap, typeName, type TemplateValue } from './value.ts'

const goTypes: Readonly<Record<Parameter, string>> = {
  any: 'interface {}',
  string: 'string',
  int: 'int',
  int64: 'int64',
  float: 'float64',
  bool: 'bool',
  list: '[]interface {}',
  map: 'map[string]interface {}',
  bytes: '[]uint8',
  time: 'time.Time',
}

/** Checks an argument against what its parameter takes: Go converts nothing. */
export function convertArgument(value: TemplateValue, parameter: Parameter): TemplateValue {
  if (parameter === 'any') return value
  if (value === null) {
    throw new Fault(`wrong type for value; expected ${goTypes[parameter]}; got interface {}`)
  }
  if (value === undefined) {
    if (parameter === 'map' || parameter === 'list' || parameter === 'bytes') return undefined
    throw new Fault(`invalid value; expected ${goTypes[parameter]}`)
  }
  if (fits(value, parameter)) return value
  const wanted = goTypes[parameter]
  throw new Fault(`wrong type for value; expected ${wanted}; got ${typeName(value)}`)
}

function fits(value: TemplateValue, parameter: Parameter): boolean {
  switch (parameter) {
    case 'string':
      return typeof value === 'string'
    case 'int':
      return value instanceof GoInt
    case 'int64':
      return typeof value === 'bigint'
    case 'float':
      return typeof value === 'number'
    case 'bool':
      return typeof value === 'boolean'
    case 'list':
      return Array.isArray(value)
    case 'map':
      return isMap(value) && typeName(value) === goTypes.map
    case 'bytes':
      return isBytesValue(value)
    default:
      return true
  }
}

/** Constants have no type yet: a whole number fits every number. */
export function convertLiteral(operand: Operand, parameter: Parameter): TemplateValue {
  switch (operand.kind) {
    case 'number':
      return convertNumber(operand, parameter)
    case 'string':
    case 'boolean':
      if (
        parameter !== 'any' &&
        typeof operand.value !== goTypes[parameter].replace('bool', 'boolean')
      ) {
        throw new Fault(`expected ${kindOf(parameter)}; found ${operand.text}`)
      }
      return operand.value
    default:
      if (parameter === 'any' || parameter === 'map' || parameter === 'list') return null
      throw new Fault(`cannot assign nil to ${goTypes[parameter]}`)
  }
}

function convertNumber(
  operand: Extract<Operand, { kind: 'number' }>,
  parameter: Parameter,
): TemplateValue {
  const { integer } = operand
  switch (parameter) {
    case 'any':
      return operand.isFloat ? operand.float : new GoInt(integer ?? 0n)
    case 'float':
      return operand.float
    case 'int':
      if (integer !== undefined) return new GoInt(integer)
      break
    case 'int64':
      if (integer !== undefined) return integer
      break
    default:
  }
  throw new Fault(`expected ${kindOf(parameter)}; found ${operand.text}`)
}

function kindOf(parameter: Parameter): string {
  if (parameter === 'int' || parameter === 'int64') return 'integer'
  return parameter === 'float' ? 'float' : goTypes[parameter]
}
