import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RecordValue, Value } from '../../types/value.ts'
import { DecodeError } from '../decode-error.ts'
import { anyPlan, skipPlan } from '../value-plan.ts'
import { JsonDecoder } from './json-decoder.ts'
import { describeJsonFault } from './json-fault.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

const readAll = (text: string | Uint8Array, needed?: readonly string[]): RecordValue[] => {
  const plan =
    needed === undefined
      ? { members: new Map(), otherwise: anyPlan }
      : { members: new Map(needed.map((name) => [name, anyPlan])), otherwise: skipPlan }
  const decoder = new JsonDecoder({ plan, slots: new Map(), slotCount: 0, hasFields: true })
  const rows: RecordValue[] = []
  const payload = typeof text === 'string' ? bytesOf(text) : text
  decoder.decode(payload, {
    row: (_, fields) => {
      if (fields !== undefined) rows.push(fields)
    },
  })
  return rows
}

/** Plain objects, as JSON.parse makes them, so that values compare. */
const plain = (value: Value | undefined): unknown => {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value as RecordValue).map(([name, item]) => [name, plain(item)])
}
const parsed = (text: string): unknown => {
  const entries = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(entries)
    if (typeof value !== 'object' || value === null) return value
    return Object.entries(value).map(([name, item]) => [name, entries(item)])
  }
  return entries(JSON.parse(text))
}

/** Texts that need every kind of escape, in each of the ways JSON can write a character. */
const escapedText = fc
  .array(
    fc.oneof(
      fc
        .string({ unit: 'grapheme', maxLength: 4 })
        .map((text) => JSON.stringify(text).slice(1, -1)),
      fc.constantFrom(
        '\\n',
        '\\/',
        '\\"',
        '\\\\',
        '\\u0041',
        '\\u00e9',
        '\\ud83d\\ude00',
        'é',
        '😀',
      ),
    ),
  )
  .map((parts) => `"${parts.join('')}"`)

/** Without an exponent: with one eKuiper multiplies and may be one unit in the last place away. */
const numberText = fc.oneof(
  fc.integer().map(String),
  fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }).map(String),
  fc.tuple(fc.integer(), fc.nat({ max: 999_999_999 })).map(([whole, part]) => `${whole}.${part}`),
  fc.stringMatching(/^-?[1-9][0-9]{0,20}\.[0-9]{1,20}$/),
)

const space = fc.constantFrom('', '', ' ', '\n\t', '\r ')
const { object } = fc.letrec((tie) => ({
  scalar: fc.oneof(escapedText, numberText, fc.constantFrom('true', 'false', 'null')),
  list: fc
    .tuple(fc.array(tie('value'), { maxLength: 4 }), space)
    .map(([items, gap]) => `[${gap}${items.join(`${gap},`)}${gap}]`),
  object: fc
    .tuple(
      fc.array(
        fc.tuple(
          fc.oneof(fc.constantFrom('"a"', '"b"', '"__proto__"', '"\\u0061"'), escapedText),
          tie('value'),
        ),
        { maxLength: 5 },
      ),
      space,
    )
    .map(
      ([members, gap]) =>
        `{${gap}${members.map(([key, value]) => `${String(key)}${gap}:${gap}${String(value)}`).join(`${gap},${gap}`)}${gap}}`,
    ),
  value: fc.oneof({ maxDepth: 4 }, tie('scalar'), tie('list'), tie('object')),
}))
const document = object.map(String)

describe('against JSON.parse', () => {
  test('every JSON object reads the same, duplicate keys included', () => {
    fc.assert(
      fc.property(document, (text) => {
        expect(readAll(text).map(plain)).toEqual([parsed(text)])
      }),
      { numRuns: 500 },
    )
  })

  test('needed columns read the same however much is skipped', () => {
    fc.assert(
      fc.property(document, (text) => {
        const needed = ['a', '__proto__']
        const whole = readAll(text)[0] ?? {}
        const pruned = readAll(text, needed)[0] ?? {}
        for (const name of Object.keys(whole)) {
          if (needed.includes(name)) expect(plain(pruned[name])).toEqual(plain(whole[name]))
          else expect(pruned[name] ?? null).toBeNull()
        }
        expect(Object.keys(pruned).every((name) => Object.hasOwn(whole, name))).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  test('numbers with an exponent are at most one unit in the last place away', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = value.toExponential()
        const read = Number(readAll(`{"a":${text}}`)[0]?.['a'])
        expect(Math.abs(read - value)).toBeLessThanOrEqual(Math.abs(value) * Number.EPSILON * 2)
      }),
      { numRuns: 500 },
    )
  })

  test('what JSON.parse takes is taken, cut anywhere it is refused', () => {
    fc.assert(
      fc.property(document, fc.nat(), (text, cut) => {
        const bytes = bytesOf(text)
        const part = bytes.subarray(0, cut % bytes.length)
        expect(() => readAll(part)).toThrow(DecodeError)
      }),
      { numRuns: 300 },
    )
  })
})

describe('against any bytes', () => {
  const noise = fc
    .array(fc.constantFrom(...'{}[]":,\\ \nut0-1.eE+naNtrulfs'), { maxLength: 24 })
    .map((parts) => parts.join(''))

  test('the scanner refuses exactly what has a fault to describe', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          noise,
          noise.map((text) => `{"a":${text}`),
        ),
        (text) => {
          const fault = describeJsonFault(text)
          let refusal = ''
          try {
            readAll(text)
          } catch (error) {
            if (!(error instanceof DecodeError)) throw error
            refusal = error.message
          }
          if (fault === undefined)
            expect(refusal).not.toMatch(/^(cannot parse JSON|unexpected tail)/)
          else expect(refusal).toBe(fault)
        },
      ),
      { numRuns: 3000 },
    )
  })

  test('random bytes never do anything but decode or throw a DecodeError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          readAll(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError)
        }
      }),
    )
  })

  test('deep nesting is refused, not a stack overflow', () => {
    const deep = '['.repeat(100_000)
    expect(() => readAll(`{"a":${deep}`)).toThrow(
      'too big depth for the nested JSON; it exceeds 300',
    )
    expect(() => readAll(`{"a":${deep}`, [])).toThrow('too big depth')
    const fits = `{"a":${'['.repeat(299)}${']'.repeat(299)}}`
    expect(readAll(fits)).toHaveLength(1)
  })
})
