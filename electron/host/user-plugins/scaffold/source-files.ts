import { json } from './json-text.ts'
import type { PluginNames } from './names.ts'
import { classHead, field, methodHead, typeImport } from './typed.ts'
import type { ScaffoldLanguage } from './typed.ts'

/** A source that counts: it needs nothing from outside. */
export const sourceFiles = (
  names: PluginNames,
  language: ScaffoldLanguage,
): Readonly<Record<string, string>> => ({
  [language === 'ts' ? 'index.ts' : 'index.mjs']: code(names, language),
  'index.test.mjs': `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ${names.symbol} } from './index.${language === 'ts' ? 'ts' : 'mjs'}'

test('it counts on from its state', async () => {
  const state = new Map([['n', 6]])
  const source = new ${names.symbol}()
  source.configure('press', { interval: 1 })
  const row = await new Promise((emit) => source.open({ state, emit }))
  source.close()
  assert.deepEqual(row, { name: 'press', n: 7 })
})
`,
  [`${names.type}.json`]: json({
    about: { description: { en_US: 'Sends a row with a number at every interval.' } },
    node: { category: 'source', label: { en_US: names.title } },
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

function code({ type, symbol }: PluginNames, language: ScaffoldLanguage): string {
  return `${typeImport(language, ['PluginSource', 'PluginSourceContext'])}

${classHead(language, { says: 'Sends a row with a number at every interval.', symbol, kind: 'PluginSource' })}
  name = ''
  intervalMs = 1000
${field(language, { name: 'timer', type: 'ReturnType<typeof setInterval>' })}

${methodHead(language, {
  says: "Once, before open: the stream's DATASOURCE and its other properties.",
  name: 'configure',
  parameters: { datasource: 'string', properties: 'Readonly<Record<string, unknown>>' },
})}
    this.name = datasource || 'count'
    this.intervalMs = Number(properties.interval ?? 1000)
  }

${methodHead(language, {
  says: 'Connect here and begin to emit. State is kept from one run to the next.',
  name: 'open',
  parameters: { ctx: 'PluginSourceContext' },
})}
    this.timer = setInterval(() => {
      const n = Number(ctx.state.get('n') ?? 0) + 1
      ctx.state.set('n', n)
      ctx.emit({ name: this.name, n }, { source: '${type}' })
    }, this.intervalMs)
  }

  close()${language === 'ts' ? ': void' : ''} {
    clearInterval(this.timer)
  }
}
`
}
