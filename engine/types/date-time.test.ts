import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { civilTime, createDateTime, formatDateTime, formatRfc3339, fromCivil } from './date-time.ts'
import { compileTimePattern, formatTimePattern } from './time-pattern.ts'
import { parseTimeText } from './time-text.ts'
import { isZoneName } from './time-zone.ts'

const instants = fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 })

describe('calendar', () => {
  test('every instant has the calendar reading that Date gives it', () => {
    fc.assert(
      fc.property(instants, (epochMs) => {
        const civil = civilTime(createDateTime(epochMs))
        const date = new Date(epochMs)
        expect([civil.year, civil.month, civil.day, civil.weekday]).toEqual([
          date.getUTCFullYear(),
          date.getUTCMonth() + 1,
          date.getUTCDate(),
          date.getUTCDay(),
        ])
        expect(fromCivil(civil).epochMs).toBe(epochMs)
      }),
    )
  })

  test.each([
    ['Asia/Tokyo', '2024-02-29T21:34:56.789+09:00', '2024-02-29 21:34:56.789 +0900 JST'],
    ['America/New_York', '2024-02-29T07:34:56.789-05:00', '2024-02-29 07:34:56.789 -0500 EST'],
    ['Asia/Kolkata', '2024-02-29T18:04:56.789+05:30', '2024-02-29 18:04:56.789 +0530 IST'],
    ['+02:00', '2024-02-29T14:34:56.789+02:00', '2024-02-29 14:34:56.789 +0200 +0200'],
    ['UTC', '2024-02-29T12:34:56.789Z', '2024-02-29 12:34:56.789 +0000 UTC'],
  ])('in %s', (zone, rfc3339, goText) => {
    const time = createDateTime(1709210096789, zone)
    expect(formatRfc3339(time)).toBe(rfc3339)
    expect(formatDateTime(time)).toBe(goText)
  })

  test.each([
    ['Asia/Tokyo', true],
    ['UTC', true],
    ['asia/tokyo', false],
    ['Nowhere/Land', false],
    ['+08:00', false],
    ['5', false],
  ])('the zone name %s is known: %s', (name, isKnown) => {
    expect(isZoneName(name)).toBe(isKnown)
  })
})

describe('patterns', () => {
  test.each([
    ['yyyy-MM-dd HH:mm:ss', '2024-02-29 12:34:56'],
    ["YYYY-MM-dd'T'HH:mm:ss.SSSXXX", '2024-02-29T12:34:56..789+00:00'],
    ['yy/M/d h:m:s a', '24/2/29 12:34:56 PM'],
    ['MMMM MMM EEEE EEE', 'February Feb Thursday Thu'],
    ['SSSSSS', '.789000'],
    ["'it''s' ''yyyy''", "its '2024'"],
    ['MMMMM', ''],
    ['2006', '2024'],
    ['Jan', 'JPMn'],
    ["'unclosed", 'unclosed'],
    ['\\y', 'y'],
    ['z Z X XX', 'UTC +0000 +00 +0000'],
  ])('%s', (pattern, expected) => {
    const compiled = compileTimePattern(pattern)
    expect(compiled.ok && formatTimePattern(createDateTime(1709210096789), compiled)).toBe(expected)
  })

  test.each([
    ['H', 'invalid time format H of H, only HH is supported'],
    ['yyy', 'invalid time format yyy for Y/y'],
    ['EE', 'invalid time format EE for E'],
    ["yyyy'", "time format yyyy' ends with a lone quote"],
    ['y\\', 'invalid time format y\\ for Y/y'],
    ['yyyy\\', 'yyyy\\ is invalid'],
  ])('%s is refused', (pattern, error) => {
    expect(compileTimePattern(pattern)).toEqual({ ok: false, error })
  })
})

describe('texts', () => {
  test.each([
    ['2024-05-01T10:20:30Z', '2024-05-01T10:20:30Z'],
    ['2024-05-01T10:20:30.123456789Z', '2024-05-01T10:20:30.123456789Z'],
    ['2024-02-29T12:34:56+02:00', '2024-02-29T12:34:56+02:00'],
    ['2024-05-01T10:20:30.12', '2024-05-01T10:20:30.12Z'],
    ['2024-05-01 10:20', '2024-05-01T10:20:00Z'],
    ['2024-5-1', '2024-05-01T00:00:00Z'],
    ['2024/05/01 10:20:30', '2024-05-01T10:20:30Z'],
    ['2024.05.01', '2024-05-01T00:00:00Z'],
    ['20240501', '2024-05-01T00:00:00Z'],
    ['2024-05', '2024-05-01T00:00:00Z'],
    ['2024', '2024-01-01T00:00:00Z'],
    ['Wed, 01 May 2024 10:20:30 GMT', '2024-05-01T10:20:30Z'],
    ['Wed May  1 10:20:30 2024', '2024-05-01T10:20:30Z'],
    ['2024-05-01 10:20:30.123 +0800 CST', '2024-05-01T10:20:30.123+08:00'],
  ])('%s', (text, expected) => {
    const time = parseTimeText(text)
    expect(time && formatRfc3339(time)).toBe(expected)
  })

  test.each(['', 'nonsense', 'May 1, 2024', '2024-13-01', '2024-02-30', '1714558830000'])(
    '%j is no time',
    (text) => {
      expect(parseTimeText(text)).toBeUndefined()
    },
  )

  test('a clock alone means today', () => {
    const time = parseTimeText('10:30', Date.parse('2024-02-29T23:00:00Z'))
    expect(time && formatRfc3339(time)).toBe('2024-02-29T10:30:00Z')
  })

  test('every instant reads back from its RFC 3339 text', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 999_999 }), (epochMs, nanos) => {
        const time = createDateTime(epochMs, 'UTC', nanos)
        expect(parseTimeText(formatRfc3339(time))).toEqual(time)
      }),
    )
  })
})
