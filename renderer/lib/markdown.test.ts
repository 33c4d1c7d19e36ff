import { expect, test } from 'vitest'
import { readMarkdown } from './markdown.ts'

const text = (value: string) => ({ kind: 'text', text: value })

test.each([
  ['# A `b`', [{ kind: 'heading', level: 1, text: [text('A '), { kind: 'code', text: 'b' }] }]],
  ['one\ntwo\n\nthree', [
    { kind: 'paragraph', text: [text('one two')] },
    { kind: 'paragraph', text: [text('three')] },
  ]],
  ['- a\n- b\n  more', [
    { kind: 'list', isNumbered: false, items: [[text('a')], [text('b more')]] },
  ]],
  ['1. a\n2. b', [{ kind: 'list', isNumbered: true, items: [[text('a')], [text('b')]] }]],
  ['```sh\nnpm # x\n\n```\nafter', [
    { kind: 'code', text: 'npm # x\n' },
    { kind: 'paragraph', text: [text('after')] },
  ]],
  ['| a | b |\n|---|---|\n| 1 | 2 |', [
    { kind: 'table', rows: [[[text('a')], [text('b')]], [[text('1')], [text('2')]]] },
  ]],
  ['a **b** *c* [d](https://e)', [
    {
      kind: 'paragraph',
      text: [
        text('a '),
        { kind: 'strong', text: 'b' },
        text(' '),
        { kind: 'emphasis', text: 'c' },
        text(' '),
        { kind: 'link', text: 'd', address: 'https://e' },
      ],
    },
  ]],
  ['#hash', [{ kind: 'paragraph', text: [text('#hash')] }]],
  ['<img src=x onerror=y>', [{ kind: 'paragraph', text: [text('<img src=x onerror=y>')] }]],
  ['```\nopen', [{ kind: 'code', text: 'open' }]],
  ['2 * 3 * 4', [{ kind: 'paragraph', text: [text('2 * 3 * 4')] }]],
  ['', []],
]) // prettier-ignore
('%j', (source, blocks) => {
  expect(readMarkdown(source)).toEqual(blocks)
})
