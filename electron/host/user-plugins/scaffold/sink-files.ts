import { json } from './json-text.ts'
import type { PluginNames } from './names.ts'
import { classHead, methodHead, typeImport } from './typed.ts'
import type { ScaffoldLanguage } from './typed.ts'

/** A sink that writes rows to a file as JSON lines: short, and its effect can be seen at once. */
export const sinkFiles = (
  names: PluginNames,
  language: ScaffoldLanguage,
): Readonly<Record<string, string>> => ({
  [language === 'ts' ? 'index.ts' : 'index.mjs']: code(names, language),
  'index.test.mjs': `import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { ${names.symbol} } from './index.${language === 'ts' ? 'ts' : 'mjs'}'

test('every row becomes one line', async () => {
  const folder = await mkdtemp(join(tmpdir(), '${names.type}-'))
  try {
    const ctx = { logger: { info() {} }, resolvePath: (path) => join(folder, path) }
    const sink = new ${names.symbol}()
    sink.configure({ path: 'out.jsonl' })
    await sink.open(ctx)
    await sink.collect(ctx, { a: 1 })
    await sink.collect(ctx, [{ a: 2 }, { a: 9007199254740993n }])
    await sink.close(ctx)
    const text = await readFile(join(folder, 'out.jsonl'), 'utf8')
    assert.equal(text, '{"a":1}\\n{"a":2}\\n{"a":"9007199254740993"}\\n')
  } finally {
    await rm(folder, { recursive: true })
  }
})
`,
  [`${names.type}.json`]: json({
    about: { description: { en_US: 'Appends every row to a file as a JSON line.' } },
    node: { category: 'sink', label: { en_US: names.title } },
    properties: [
      {
        name: 'path',
        optional: true,
        control: 'text',
        type: 'string',
        default: 'rows.jsonl',
        label: { en_US: 'File' },
        hint: { en_US: "A relative path is one in the plugin's data folder." },
      },
    ],
  }),
})

function code({ symbol }: PluginNames, language: ScaffoldLanguage): string {
  const isTyped = language === 'ts'
  return `import { appendFile } from 'node:fs/promises'
${typeImport(language, ['PluginContext', 'PluginData', 'PluginSink'])}

${classHead(language, { says: 'Appends every row to a file, one JSON line each.', symbol, kind: 'PluginSink' })}
  path = 'rows.jsonl'
  file = ''

${methodHead(language, {
  says: "Once, before open: the action's properties. Throw an error for one that cannot be used.",
  name: 'configure',
  parameters: { properties: 'Readonly<Record<string, unknown>>' },
})}
    const { path = 'rows.jsonl' } = properties
    if (typeof path !== 'string') throw new Error(\`path is \${JSON.stringify(path)} and no text\`)
    this.path = path
  }

${methodHead(language, {
  says: "Once, before any row: connect here. A relative path is one in this plugin's data folder.",
  name: 'open',
  parameters: { ctx: 'PluginContext' },
})}
    this.file = ctx.resolvePath(this.path)
    ctx.logger.info(\`writing to \${this.file}\`)
  }

${methodHead(language, {
  says: 'For every result, never two at a time: one row with sendSingle, else a list of rows.',
  name: 'collect',
  parameters: { ctx: 'PluginContext', data: 'PluginData' },
  isAsync: true,
})}
    const rows = Array.isArray(data) ? data : [data]
    await appendFile(this.file, rows.map((row) => \`\${toJson(row)}\\n\`).join(''))
  }

  /** Last, also after an open that failed. */
  close()${isTyped ? ': void' : ''} {}
}

/**
 * Integers that no JavaScript number holds are bigints, which JSON.stringify refuses.${
   isTyped
     ? ''
     : `
 *
 * @param {unknown} row`
 }
 */
function toJson(row${isTyped ? ': unknown): string' : ')'} {
  return JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? String(value) : value))
}
`
}
