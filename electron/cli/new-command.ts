import { relative } from 'node:path'
import { CreateError, createPlugin } from '../host/user-plugins/index.ts'
import type { PluginKind, ScaffoldLanguage } from '../host/user-plugins/index.ts'

/** Makes a plugin and says what to do with it; resolves to the exit code. */
export async function newPlugin(
  {
    kind,
    name,
    folder,
    language,
  }: {
    readonly kind: PluginKind
    readonly name: string
    readonly folder: string
    readonly language: ScaffoldLanguage
  },
  note: (text: string) => void,
): Promise<number> {
  try {
    const made = await createPlugin(kind, name, folder, language)
    const test = made.files.find((file) => file.includes('.test.'))
    note(`${made.files.map((file) => `made ${shorten(file)}\n`).join('')}
Test it:   node --test ${shorten(test ?? made.folder)}${language === 'ts' ? ' (Node 22.18 or newer)' : ''}
${uses[kind](made.type)}
The app shows it at once where this is its plugin folder; on the command line add
           --plugins ${shorten(folder)}
`)
    return 0
  } catch (error) {
    if (!(error instanceof CreateError)) throw error
    note(`${error.message}\n`)
    return 1
  }
}

const uses: Readonly<Record<PluginKind, (type: string) => string>> = {
  sink: (type) => `Use it:    "actions": [{ "${type}": { "sendSingle": true } }]`,
  source: (type) => `Use it:    CREATE STREAM s () WITH (TYPE="${type}")`,
  function: (type) => `Use it:    SELECT ${type}(column) FROM s`,
  format: (type) => `Use it:    FORMAT="${type}" in a stream, "format": "${type}" in an action`,
}

/** As it would be typed here, where that is shorter. */
function shorten(path: string): string {
  const near = relative(process.cwd(), path)
  return near === '' || near.length >= path.length ? path : near
}
