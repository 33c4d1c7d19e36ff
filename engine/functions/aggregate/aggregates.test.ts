import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Value } from '../../types/value.ts'
import { NIL_LIST } from '../../types/value.ts'
import { aggregateFunctions } from './index.ts'

/** Feeds one value a row; `more` are the arguments after it. */
function aggregate(name: string, values: readonly Value[], ...more: readonly Value[]): Value {
  const state = create(name)
  for (const value of values) state.add([value, ...more])
  return state.result()
}

function create(name: string): ReturnType<(typeof aggregateFunctions)[number]['create']> {
  const definition = aggregateFunctions.find((candidate) => candidate.name === name)
  if (definition === undefined) throw new Error(`no aggregate ${name}`)
  return definition.create()
}

describe('results', () => {
  test.each<[string, readonly Value[], Value]>([
    ['sum', [], null],
    ['sum', [null, null], null],
    ['sum', [1.5, null, 2], 3.5],
    ['sum', [1n, 2.5, 1n], 4n],
    ['sum', [2n ** 63n - 1n, 1n], -(2n ** 63n)],
    ['avg', [-3n, -4n], -3n],
    ['avg', [1, 2], 1.5],
    ['count', [], null],
    ['count', [null, false, 0, ''], 3n],
    ['min', ['b', 'a'], 'a'],
    ['max', [1n, 2.9], 2n],
    ['median', [3n, 1n], 2],
    ['median', [3, 1, 2], 2],
    ['median', [2n ** 63n - 1n, 1n], Number(-(2n ** 63n)) / 2],
    ['stddev', [2, 4], 1],
    ['vars', [2, 4], 2],
    ['collect', [], NIL_LIST],
    ['collect', [1, null], [1, null]],
    ['merge_agg', [5, 'x'], null],
  ])('%s of %o is %o', (name, values, result) => {
    expect(aggregate(name, values)).toEqual(result)
  })

  test.each<[string, readonly Value[], string]>([
    ['sum', ['10'], 'run sum function error: found invalid arg string(10)'],
    ['sum', [2.5, 1n], 'requires float64 but found int64(1)'],
    ['max', [3, 'x'], 'requires float64 but found string(x)'],
    ['min', [true], 'found invalid arg bool(true)'],
    ['median', [null, 1], '<nil> should be number'],
    ['stddev', [1, 'a'], 'requires float64 slice but found []interface {}([1 a])'],
  ])('%s of %o fails', (name, values, reason) => {
    expect(() => aggregate(name, values)).toThrow(reason)
  })

  test.each<[string, Value, number, Value]>([
    ['percentile_cont', 0.5, 4, 2],
    ['percentile_cont', 0.9, 4, 3.5],
    ['percentile_disc', 0.25, 4, 1],
    ['percentile_disc', 0, 4, 1],
    ['percentile_disc', 1, 4, 4],
  ])('%s(x, %d) of 1 to %d is %d', (name, fraction, count, result) => {
    const values = Array.from({ length: count }, (_, i) => i + 1)
    expect(aggregate(name, values, fraction)).toBe(result)
  })

  test('last_value looks past nulls only where it is told to', () => {
    expect(aggregate('last_value', [1, null], true)).toBe(1)
    expect(aggregate('last_value', [1, null], false)).toBeNull()
  })
})

describe('merging two states is the same as one after the other', () => {
  const value: fc.Arbitrary<Value> = fc.oneof(
    fc.integer({ min: -400, max: 400 }).map((n) => n / 4),
    fc.integer({ min: -9, max: 9 }).map(BigInt),
    fc.constantFrom<Value>(null, 'x', true),
  )
  const names = aggregateFunctions
    .filter(({ name, takesRecord }) => !name.startsWith('percentile') && takesRecord !== true)
    .map(({ name }) => name)

  test.each(names)('%s', (name) => {
    fc.assert(
      fc.property(fc.array(value), fc.array(value), (before, after) => {
        const [first, second, whole] = [create(name), create(name), create(name)]
        for (const item of before) first.add([item, true])
        for (const item of after) second.add([item, true])
        for (const item of [...before, ...after]) whole.add([item, true])
        first.merge?.(second)
        expect(outcome(first)).toEqual(outcome(whole))
      }),
    )
  })

  test.each(names)('%s before what was merged already', (name) => {
    const values = fc.array(value, { maxLength: 4 })
    fc.assert(
      fc.property(values, values, values, (...parts) => {
        const states = parts.map((part) => {
          const state = create(name)
          for (const item of part) state.add([item, true])
          return state
        })
        const whole = create(name)
        for (const item of parts.flat()) whole.add([item, true])
        const [first, second, third] = states
        if (third !== undefined) second?.merge?.(third)
        if (second !== undefined) first?.merge?.(second)
        expect(first && outcome(first)).toEqual(outcome(whole))
      }),
      { numRuns: 400 },
    )
  })

  test.each<[string, readonly Value[], Value]>([
    ['sum', [1n, 0.5, 2n, -3n], 0n],
    ['avg', [4n, 0.5, 2n, 6n], 3n],
  ])('%s of an integer before a float and integers', (name, [head, float, ...tail], expected) => {
    const [first, second, third] = [create(name), create(name), create(name)]
    first.add([head ?? null])
    second.add([float ?? null])
    for (const item of tail) third.add([item])
    second.merge?.(third)
    first.merge?.(second)
    expect(first.result()).toBe(expected)
  })

  function outcome(state: ReturnType<typeof create>): Value {
    try {
      return state.result()
    } catch {
      return 'failed'
    }
  }
})
