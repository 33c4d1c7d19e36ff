import type { PluginNames } from './names.ts'

/** A sink that writes rows to a file as JSON lines: short, and its effect can be seen at once. */
export const sinkFiles = ({
  type,
  symbol,
  title,
}: PluginNames): Readonly<Record<string, string>> => ({
  'index.mjs': `import { appendFile } from 'node:fs/promises'

/** Appends every row to a file, one JSON line each. */
export class ${symbol} {
  /** Once, before open: the action's properties. Throw an error for one that cannot be used. */
  configure(properties) {
    this.path = properties.path ?? 'rows.jsonl'
  }

  /** Once, before any row: connect here. A relative path is one in this plugin's data folder. */
  open(ctx) {
    this.file = ctx.resolvePath(this.path)
    ctx.logger.info(\`writing to \${this.file}\`)
  }

  /** For every result, never two at a time: one row with sendSingle, else a list of rows. */
  async collect(ctx, data) {
    const rows = Array.isArray(data) ? data : [data]
    await appendFile(this.file, rows.map((row) => \`\${toJson(row)}\\n\`).join(''))
  }

  /** Last, also after an open that failed. */
  close() {}
}

/** Integers that no JavaScript number holds are bigints, which JSON.stringify refuses. */
function toJson(row) {
  return JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? String(value) : value))
}
`,
  'index.test.mjs': `import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { ${symbol} } from './index.mjs'

test('every row becomes one line', async () => {
  const folder = await mkdtemp(join(tmpdir(), '${type}-'))
  try {
    const ctx = { logger: { info() {} }, resolvePath: (path) => join(folder, path) }
    const sink = new ${symbol}()
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
  [`${type}.json`]: json({
    about: { description: { en_US: 'Appends every row to a file as a JSON line.' } },
    node: { category: 'sink', label: { en_US: title } },
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

export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
