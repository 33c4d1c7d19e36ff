import type { PluginNames } from './names.ts'
import { json } from './sink-files.ts'

/** A source that counts: it needs nothing from outside. */
export const sourceFiles = ({
  type,
  symbol,
  title,
}: PluginNames): Readonly<Record<string, string>> => ({
  'index.mjs': `/** Sends a row with a number at every interval. */
export class ${symbol} {
  /** Once, before open: the stream's DATASOURCE and its other properties. */
  configure(datasource, properties) {
    this.name = datasource || 'count'
    this.intervalMs = properties.interval ?? 1000
  }

  /** Connect here and begin to emit. State is kept from one run to the next. */
  open(ctx) {
    this.timer = setInterval(() => {
      const n = (ctx.state.get('n') ?? 0) + 1
      ctx.state.set('n', n)
      ctx.emit({ name: this.name, n }, { source: '${type}' })
    }, this.intervalMs)
  }

  close() {
    clearInterval(this.timer)
  }
}
`,
  'index.test.mjs': `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ${symbol} } from './index.mjs'

test('it counts on from its state', async () => {
  const state = new Map([['n', 6]])
  const source = new ${symbol}()
  source.configure('press', { interval: 1 })
  const row = await new Promise((resolve) => source.open({ state, emit: resolve }))
  source.close()
  assert.deepEqual(row, { name: 'press', n: 7 })
})
`,
  [`${type}.json`]: json({
    about: { description: { en_US: 'Sends a row with a number at every interval.' } },
    node: { category: 'source', label: { en_US: title } },
    properties: {
      default: [
        {
          name: 'interval',
          optional: true,
          control: 'text',
          type: 'int',
          default: 1000,
          label: { en_US: 'Interval' },
          hint: { en_US: 'Milliseconds between two rows.' },
        },
      ],
    },
  }),
})
