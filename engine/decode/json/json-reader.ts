import { createRecord, type MutableRecord, type Value } from '../../types/value.ts'
import { DecodeError } from '../decode-error.ts'
import { anyWholePlan, skipPlan, type ValuePlan } from '../value-plan.ts'
import { maxDepth } from './json-fault.ts'
import {
  closeBrace,
  closeBracket,
  JsonScanner,
  lowerF,
  lowerN,
  lowerT,
  malformed,
  openBrace,
  openBracket,
  quoteMark,
} from './json-scanner.ts'
import { convertNumber, convertText, wrongKind } from './convert.ts'
import { KeyTable } from './key-table.ts'
import { parseInt64 } from './number-text.ts'

/**
 * Reads values as their plans ask. A value that does not fit its plan yields `undefined` and leaves its
 * reason in `failure`; reading goes on, because eKuiper finds faults of the JSON text first and of several
 * wrong values reports the last one.
 */
export class JsonReader extends JsonScanner {
  protected failure: DecodeError | undefined
  private readonly tables = new Map<ValuePlan, KeyTable>()

  /** `code` is the first byte of the value, `name` what an error calls it. */
  protected readValue(
    plan: ValuePlan,
    code: number,
    name: string,
    depth: number,
  ): Value | undefined {
    if (depth > maxDepth) throw malformed
    if (code === lowerN) {
      return this.readNull() ? this.convertNumber(plan, 'nan', name) : null
    }
    switch (plan.kind) {
      case 'any':
      case 'any-whole':
        return this.readAny(plan, code, depth)
      case 'array':
        if (code === openBracket) return this.readArray(plan.element, depth)
        break
      case 'struct':
        if (code === openBrace) return this.readObject(plan, depth)
        break
      case 'float':
        if (isNumberStart(code)) return this.readDouble()
        break
      case 'bigint':
        if (isNumberStart(code)) return this.readInteger()
        break
      case 'string':
        if (code === quoteMark) return this.readString()
        break
      default:
    }
    return this.convert(plan, code, name, depth)
  }

  private readAny(plan: ValuePlan, code: number, depth: number): Value | undefined {
    switch (code) {
      case quoteMark:
        return this.readString()
      case openBrace:
        return this.readObject(plan, depth)
      case openBracket:
        return this.readArray(plan, depth)
      case lowerT:
        this.readBoolean(true)
        return true
      case lowerF:
        this.readBoolean(false)
        return false
      default:
        if (code < 0) throw malformed
        return plan === anyWholePlan
          ? this.convertNumber(plan, this.readNumberText(), '')
          : this.readDouble()
    }
  }

  private readString(): string {
    this.at++
    return this.readText()
  }

  /** Members that fail do not stop the object, but it fails with the last of them. */
  private readObject(plan: ValuePlan, depth: number): MutableRecord | undefined {
    const table = this.tableOf(plan)
    const record = createRecord()
    let failure: DecodeError | undefined
    this.at++
    if (this.peek() === closeBrace) {
      this.at++
      return record
    }
    let place = 0
    do {
      const entry = this.readKey(table, place++)
      const code = this.peek()
      if (entry.plan === skipPlan) {
        if (this.skipValue(code, depth + 1)) record[entry.name] = null
      } else {
        const value = this.readValue(entry.plan, code, entry.name, depth + 1)
        if (value === undefined) failure = this.failure
        else record[entry.name] = value
      }
    } while (this.hasNext(closeBrace))
    if (failure === undefined) return record
    this.failure = failure
    return undefined
  }

  /** An array fails with the first element that does. */
  private readArray(element: ValuePlan, depth: number): Value[] | undefined {
    const list: Value[] = []
    let failure: DecodeError | undefined
    this.at++
    if (this.peek() === closeBracket) {
      this.at++
      return list
    }
    do {
      const value = this.readValue(element, this.peek(), 'array', depth + 1)
      if (value === undefined) failure ??= this.failure
      else list.push(value)
    } while (this.hasNext(closeBracket))
    if (failure === undefined) return list
    this.failure = failure
    return undefined
  }

  private tableOf(plan: ValuePlan): KeyTable {
    let table = this.tables.get(plan)
    if (table === undefined) {
      table =
        plan.kind === 'struct'
          ? new KeyTable(plan.members, skipPlan)
          : new KeyTable(new Map(), plan)
      this.tables.set(plan, table)
    }
    return table
  }

  /** Undefined, and its reason in `failure`, for what looks like a number and is none. */
  protected readDouble(): number | undefined {
    try {
      return this.readNumber()
    } catch (error) {
      return this.fail(error)
    }
  }

  private readInteger(): bigint | undefined {
    try {
      return this.readSmallInteger() ?? parseInt64(this.readNumberText())
    } catch (error) {
      return this.fail(error)
    }
  }

  /** A number whose characters are known already. */
  private convertNumber(plan: ValuePlan, text: string, name: string): Value | undefined {
    try {
      return convertNumber(plan, text, name)
    } catch (error) {
      return this.fail(error)
    }
  }

  /** The conversions that are rare enough to step over the value first. */
  private convert(plan: ValuePlan, code: number, name: string, depth: number): Value | undefined {
    const from = this.at
    if (code === quoteMark) {
      try {
        return convertText(plan, this.readString(), name)
      } catch (error) {
        return this.fail(error)
      }
    }
    this.skipValue(code, depth)
    const kind = describeKind(code)
    if (kind === 'number') {
      this.at = from
      return this.convertNumber(plan, this.readNumberText(), name)
    }
    if (plan.kind === 'boolean' && (kind === 'true' || kind === 'false')) return kind === 'true'
    return this.fail(wrongKind(plan, kind, name))
  }

  /** Steps over a value and names its kind as errors do. */
  protected skipKind(code: number, depth: number): string {
    return this.skipValue(code, depth) ? 'null' : describeKind(code)
  }

  private fail(error: unknown): undefined {
    if (!(error instanceof DecodeError)) throw error
    this.failure = error
    return undefined
  }
}

function isNumberStart(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2d
}

function describeKind(code: number): string {
  switch (code) {
    case quoteMark:
      return 'string'
    case openBrace:
      return 'object'
    case openBracket:
      return 'array'
    case lowerT:
      return 'true'
    case lowerF:
      return 'false'
    default:
      return 'number'
  }
}
