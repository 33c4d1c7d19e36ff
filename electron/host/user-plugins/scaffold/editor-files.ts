import { readFile } from 'node:fs/promises'
import { apiTypesFile } from '../../shipped-files.ts'
import { json } from './json-text.ts'

/** What an ordinary editor needs to know `import ... from 'sluice'` and to check the plugin's code. */
export async function editorFiles(): Promise<Readonly<Record<string, string>>> {
  return {
    'sluice.d.ts': declareModule(await readFile(apiTypesFile(), 'utf8')),
    'tsconfig.json': json({
      compilerOptions: {
        target: 'es2022',
        lib: ['es2023', 'dom'],
        module: 'nodenext',
        types: ['node'],
        allowJs: true,
        checkJs: true,
        strict: true,
        noEmit: true,
        skipLibCheck: true,
      },
      include: ['*'],
      exclude: ['*.test.*', 'node_modules'],
    }),
  }
}

/** As a module of that name, which is found without being installed. */
function declareModule(source: string): string {
  const [, ...declarations] = source.replaceAll('export declare ', 'export ').split('*/\n')
  const body = declarations
    .join('*/\n')
    .replace(/^\s*\/\/ eslint-.*\n/gm, '')
    .trim()
    .replace(/^(?=.)/gm, '  ')
  return `// The plugin API of Sluice, for editors and tsc; made anew by \`sluice new\`.
declare module 'sluice' {
${body}
}
`
}
