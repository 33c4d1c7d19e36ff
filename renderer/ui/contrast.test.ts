import { describe, expect, test } from 'vitest'
import css from './tokens.css?raw'

type Colour = readonly [number, number, number]

/** The tokens of a theme as colours; mixtures are worked out as the browser does. */
function tokensOf(theme: 'dark' | 'light'): (name: string) => Colour {
  const own = /\{([^}]*)\}/.exec(css.slice(css.indexOf(`[data-theme='${theme}']`)))?.[1] ?? ''
  const shared = /:root \{([^}]*)\}\s*$/.exec(css)?.[1] ?? ''
  const values = new Map(
    [...`${own}${shared}`.matchAll(/--([\w-]+): ([^;]+);/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  )
  const read = (name: string): Colour => {
    const value = values.get(name) ?? ''
    const mix = /color-mix\(in srgb, var\(--([\w-]+)\) (\d+)%, (?:var\(--([\w-]+)\)|transparent)\)/
    const [, first, percent, second = 'panel'] = mix.exec(value) ?? []
    if (first !== undefined) return mixed(read(first), read(second), Number(percent) / 100)
    if (!/^#[0-9a-f]{6}$/.test(value)) throw new Error(`--${name} is no colour: ${value}`)
    const part = (at: number) => parseInt(value.slice(at, at + 2), 16)
    return [part(1), part(3), part(5)]
  }
  return read
}

function mixed(a: Colour, b: Colour, share: number): Colour {
  const part = (at: 0 | 1 | 2) => a[at] * share + b[at] * (1 - share)
  return [part(0), part(1), part(2)]
}

function luminance(colour: Colour): number {
  const [r, g, b] = colour.map((part) =>
    part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
  ) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: Colour, b: Colour): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

const surfaces = ['window', 'panel', 'raised', 'canvas', 'code', 'hover', 'selected']
const tints = ['accent-soft', 'running-soft', 'warning-soft', 'error-soft']

/** What is written on which surfaces. */
const texts: readonly (readonly [text: string, on: readonly string[]])[] = [
  ['text', [...surfaces, ...tints]],
  ['muted', [...surfaces, ...tints]],
  ['accent', ['panel', 'raised', 'canvas']],
  ['accent-strong', tints],
  ['running-strong', ['running-soft']],
  ['warning-strong', ['warning-soft']],
  ['error-strong', ['error-soft']],
  ['warning', ['panel']],
  ['error', ['window', 'panel', 'raised']],
  ['on-accent', ['accent']],
  ...['keyword', 'function', 'string', 'number'].map((name) => [name, ['code', 'panel']] as const),
]

/** Lines, dots and icons that say something. */
const shapes: typeof texts = [
  ['faint', ['window', 'panel', 'canvas']],
  ...['source', 'sql', 'sink', 'running', 'warning', 'error', 'accent'].map(
    (name) => [name, ['panel', 'canvas']] as const,
  ),
]

describe.each(['dark', 'light'] as const)('in the %s theme', (theme) => {
  const read = tokensOf(theme)
  const pairs = (list: typeof texts) =>
    list.flatMap(([front, backs]) => backs.map((back) => [front, back] as const))

  test.each(pairs(texts))('%s can be read on %s', (front, back) => {
    expect(contrast(read(front), read(back))).toBeGreaterThanOrEqual(4.5)
  })

  test.each(pairs(shapes))('%s can be told from %s', (front, back) => {
    expect(contrast(read(front), read(back))).toBeGreaterThanOrEqual(3)
  })
})
