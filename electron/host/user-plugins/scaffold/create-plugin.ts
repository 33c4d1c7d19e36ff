import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { builtinNames } from '../builtin-names.ts'
import { nameKey } from '../candidate.ts'
import type { PluginKind } from '../protocol.ts'
import { editorFiles } from './editor-files.ts'
import { formatFiles } from './format-files.ts'
import { functionFiles } from './function-files.ts'
import { readNames } from './names.ts'
import type { PluginNames } from './names.ts'
import { json } from './json-text.ts'
import { sinkFiles } from './sink-files.ts'
import { sourceFiles } from './source-files.ts'
import type { ScaffoldLanguage } from './typed.ts'

export interface CreatedPlugin {
  readonly type: string
  /** The folder that was made. */
  readonly folder: string
  /** Absolute paths. */
  readonly files: readonly string[]
}

/** A plugin that was not made, for a reason the user can read. */
export class CreateError extends Error {
  readonly kind = 'create-error'
}

const filesOf: Readonly<
  Record<
    PluginKind,
    (names: PluginNames, language: ScaffoldLanguage) => Readonly<Record<string, string>>
  >
> = { sink: sinkFiles, source: sourceFiles, function: functionFiles, format: formatFiles }

/** Makes `ROOT/sinks/mySink/` with a plugin that works, its test and its types. Throws CreateError. */
export async function createPlugin(
  kind: PluginKind,
  name: string,
  root: string,
  language: ScaffoldLanguage = 'js',
): Promise<CreatedPlugin> {
  const names = readNames(name)
  if (names === undefined) {
    throw new CreateError(
      `"${name}" is no name for a ${kind}; use letters and digits, such as my-${kind}`,
    )
  }
  if (builtinNames().has(nameKey(kind, names.type))) {
    throw new CreateError(`the ${kind} "${names.type}" is built in; choose another name`)
  }
  const folder = join(resolve(root), `${kind}s`, names.type)
  await makeFolder(folder)
  const contents = {
    ...filesOf[kind](names, language),
    ...commonFiles(kind, names, language),
    ...(await editorFiles()),
  }
  const files: string[] = []
  for (const [path, text] of Object.entries(contents)) {
    const file = join(folder, path)
    await writeFile(file, text, { flag: 'wx' })
    files.push(file)
  }
  return { type: names.type, folder, files }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(dirname(folder), { recursive: true })
    await mkdir(folder)
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    const reason = error instanceof Error ? error.message : String(error)
    const message = isThere ? `${folder} is there already; choose another name` : reason
    throw new CreateError(message, { cause: error })
  }
}

const uses: Readonly<Record<PluginKind, (names: PluginNames) => string>> = {
  sink: ({ type }) => `Use it as the action \`{ "${type}": { "sendSingle": true } }\`.`,
  source: ({ type }) => `Use it in a stream with \`TYPE="${type}"\`.`,
  function: ({ type }) => `Use it in SQL as \`${type}(column)\`.`,
  format: ({ type }) =>
    `Use it as FORMAT="${type}" of a stream and as \`"format": "${type}"\` of an action.`,
}

function commonFiles(
  kind: PluginKind,
  names: PluginNames,
  language: ScaffoldLanguage,
): Readonly<Record<string, string>> {
  const isTyped = language === 'ts'
  return {
    'package.json': json({
      name: names.type.toLowerCase(),
      version: '0.1.0',
      private: true,
      type: 'module',
      main: isTyped ? 'index.ts' : 'index.mjs',
      scripts: { test: 'node --test', check: 'tsc' },
      sluice: { apiVersion: 1 },
      // Only the editor and tsc need them.
      devDependencies: { '@types/node': '^22', typescript: '^5.9 || ^6' },
    }),
    'README.md': `# ${names.title}

A ${kind} for Sluice. ${uses[kind](names)}

\`node --test\` in this folder tests it${isTyped ? ' (Node 22.18 or newer, which reads TypeScript)' : ''}. Sluice takes a change as soon as it is saved.

\`sluice.d.ts\` tells your editor what \`import ... from 'sluice'\` is. After \`npm install\`, which brings the types
of Node, \`npm run check\` checks the code as well. Sluice itself needs neither.
`,
  }
}
