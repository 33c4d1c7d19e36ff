import { describe, expect, test } from 'vitest'
import type { Value } from '../../types/value.ts'
import { analyticFunctions } from './index.ts'

type Step = readonly Value[]

/** What a call gives row by row; a row that fails gives the reason. */
function run(name: string, steps: readonly Step[], isRecorded: (i: number) => boolean): Value[] {
  const definition = analyticFunctions.find((candidate) => candidate.name === name)
  if (definition === undefined) throw new Error(`no analytic function ${name}`)
  const state = definition.create()
  return steps.map((args, i) => {
    try {
      return state.step(args, isRecorded(i))
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  })
}

const always = (): boolean => true

describe('row by row', () => {
  test.each<[string, readonly Step[], readonly Value[]]>([
    ['lag', [[1], [2], [null], [3]], [null, 1, 2, 2]],
    [
      'lag',
      [
        [1, 2n, 0],
        [2, 2n, 0],
        [3, 2n, 0],
      ],
      [0, 0, 1],
    ],
    [
      'lag',
      [
        [1, 1n, 0, false],
        [null, 1n, 0, false],
        [3, 1n, 0, false],
      ],
      [0, 1, null],
    ],
    [
      'lag',
      [
        [1, 0n],
        [2, 0n],
      ],
      [null, null],
    ],
    [
      'latest',
      [
        [null, 9],
        [1, 9],
        [null, 9],
      ],
      [9, 1, 1],
    ],
    [
      'changed_col',
      [
        [true, 1],
        [true, 1],
        [true, null],
        [true, '1'],
      ],
      [1, null, null, '1'],
    ],
    ['changed_col', [['x', 1]], ['first arg is not a bool but got x']],
    [
      'had_changed',
      [
        [true, 1, 2],
        [true, 1, 2],
        [true, 1, 3],
      ],
      [true, false, true],
    ],
    ['acc_sum', [[1], [null], [2n]], [1, 1, 3]],
    ['acc_avg', [[1], ['x'], [2]], [1, 'the value should be number', 1.5]],
    [
      'acc_count',
      [
        [1, false, false],
        [1, true, false],
        [1, false, true],
        [1, false, false],
      ],
      [0n, 1n, 2n, 0n],
    ],
  ])('%s of %o', (name, steps, results) => {
    expect(run(name, steps, always)).toEqual(results)
  })
})

describe('a row that fails the WHEN of the call', () => {
  test.each<[string, readonly Step[], readonly Value[]]>([
    ['lag', [[1], [2], [3]], [null, 1, 1]],
    ['latest', [[1], [2], [3]], [1, 1, 3]],
    [
      'changed_col',
      [
        [true, 1],
        [true, 2],
        [true, 2],
      ],
      [1, null, 2],
    ],
    [
      'had_changed',
      [
        [true, 1],
        [true, 2],
        [true, 2],
      ],
      [true, false, true],
    ],
    ['acc_max', [[1], [5], [2]], [1, 1, 2]],
  ])('leaves no trace in %s', (name, steps, results) => {
    expect(run(name, steps, (i) => i !== 1)).toEqual(results)
  })
})
