import type { PluginNames } from './names.ts'
import { classHead, methodHead, typeImport } from './typed.ts'
import type { ScaffoldLanguage } from './typed.ts'

/** A format of `name=value` lines: enough to see both ways of it. */
export const formatFiles = (
  names: PluginNames,
  language: ScaffoldLanguage,
): Readonly<Record<string, string>> => ({
  [language === 'ts' ? 'index.ts' : 'index.mjs']: code(names, language),
  'index.test.mjs': `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ${names.symbol} } from './index.${language === 'ts' ? 'ts' : 'mjs'}'

const format = new ${names.symbol}()

test('a row becomes lines, and lines become a row', () => {
  const text = format.encode({ id: 'press', temperature: 41.5 })
  assert.equal(text, 'id=press\\ntemperature=41.5\\n')
  const bytes = new TextEncoder().encode(text)
  assert.deepEqual(format.decode(bytes), { id: 'press', temperature: 41.5 })
})

test('rows have an empty line between them', () => {
  assert.equal(format.encode([{ a: 1 }, { a: 2 }]), 'a=1\\n\\na=2\\n')
})

test('a line without a name is refused', () => {
  assert.throws(() => format.decode(new TextEncoder().encode('press')), /line 1 is "press"/)
})
`,
})

function code({ symbol }: PluginNames, language: ScaffoldLanguage): string {
  const given = language === 'ts' ? { row: ': PluginRow): string', text: ': string): unknown' } : {}
  const { row = ')', text = ')' } = given
  return `${typeImport(language, ['PluginFormat', 'PluginRow'])}

export const summary = 'Lines of name=value; rows have an empty line between them.'

${classHead(language, { says: 'One instance for each stream and each action.', symbol, kind: 'PluginFormat' })}
${methodHead(language, {
  says: 'The bytes, or the text, of one message. What it throws loses this message.',
  name: 'encode',
  parameters: { data: 'PluginRow | readonly PluginRow[]' },
  returns: 'string',
})}
    const rows = Array.isArray(data) ? data : [data]
    return rows.map(linesOf).join('\\n')
  }

${methodHead(language, {
  says: 'The row, or a list of rows, of one payload. What it throws loses this payload.',
  name: 'decode',
  parameters: { payload: 'Uint8Array' },
  returns: 'PluginRow[] | PluginRow | undefined',
})}
    const rows = new TextDecoder().decode(payload).trim().split(/\\n\\n+/).map(rowOf)
    return rows.length === 1 ? rows[0] : rows
  }
}

${comment(language, 'PluginRow', 'row')}function linesOf(row${row} {
  return Object.entries(row).map(([name, value]) => \`\${name}=\${String(value)}\\n\`).join('')
}

${comment(language, 'string', 'text')}function rowOf(text${language === 'ts' ? ': string): PluginRow' : ')'} {
  return Object.fromEntries(
    text.split('\\n').map((line, index) => {
      const at = line.indexOf('=')
      if (at < 1) throw new Error(\`line \${index + 1} is "\${line}"; it must be name=value\`)
      return [line.slice(0, at), valueOf(line.slice(at + 1))]
    }),
  )
}

${comment(language, 'string', 'text')}function valueOf(text${text} {
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text
}
`
}

const comment = (language: ScaffoldLanguage, type: string, name: string): string =>
  language === 'ts' ? '' : `/** @param {${type}} ${name} */\n`
