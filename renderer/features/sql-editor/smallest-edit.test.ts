import { expect, test } from 'vitest'
import { smallestEdit } from './smallest-edit.ts'

test.each([
  ['abc', 'abc', undefined],
  ['abc', 'abXc', { start: 2, end: 2, text: 'X' }],
  ['abc', 'ac', { start: 1, end: 2, text: '' }],
  ['aa', 'aaa', { start: 2, end: 2, text: 'a' }],
  ['', 'x', { start: 0, end: 0, text: 'x' }],
  ['one', 'two', { start: 0, end: 3, text: 'two' }],
])('%j to %j is %j', (before, after, edit) => {
  expect(smallestEdit(before, after)).toEqual(edit)
})
