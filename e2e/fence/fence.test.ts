import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const run = promisify(execFile)
const root = resolve(import.meta.dirname, '../..')

/** A file that breaks the architecture, and what must be reported about it. */
interface Violation {
  readonly file: string
  readonly text: string
  readonly imports: string
}

const byImport: readonly Violation[] = [
  { file: 'engine/base/reads-a-file.ts', text: "import 'node:fs'", imports: 'fs' },
  {
    file: 'engine/syntax/plans.ts',
    text: "import '../plan/target.ts'",
    imports: 'engine/plan/target.ts',
  },
  {
    file: 'engine/syntax/only-a-type.ts',
    text: "import type { Target } from '../plan/target.ts'\nexport type Alias = Target",
    imports: 'engine/plan/target.ts',
  },
  {
    file: 'engine/new-folder/unlisted.ts',
    text: "import '../base/target.ts'",
    imports: 'engine/base/target.ts',
  },
  {
    file: 'plugins/mine/private-door.ts',
    text: "import '../../engine/runtime/target.ts'",
    imports: 'engine/runtime/target.ts',
  },
  {
    file: 'plugins/mine/neighbour.ts',
    text: "import '../other/target.ts'",
    imports: 'plugins/other/target.ts',
  },
  {
    file: 'renderer/features/mine/host.ts',
    text: "import '../../../electron/host/target.ts'",
    imports: 'electron/host/target.ts',
  },
  {
    file: 'renderer/features/mine/neighbour.ts',
    text: "import '../other/target.ts'",
    imports: 'renderer/features/other/target.ts',
  },
  {
    file: 'renderer/ui/knows-the-bridge.ts',
    text: "import '../bridge/target.ts'",
    imports: 'renderer/bridge/target.ts',
  },
  {
    file: 'electron/preload/reaches-main.ts',
    text: "import '../main/target.ts'",
    imports: 'electron/main/target.ts',
  },
  { file: 'electron/setup/needs-a-package.mjs', text: "import 'zod'", imports: 'zod' },
]

const permitted = {
  file: 'engine/plan/fine.ts',
  text: "import { target } from '../base/target.ts'\nexport const same = target",
}

const targets = [
  'engine/plan',
  'engine/base',
  'engine/runtime',
  'plugins/other',
  'electron/host',
  'electron/main',
  'renderer/features/other',
  'renderer/bridge',
]

/** Violations that only the compiler sees: the layer does not have the global. */
const byCompiler = [
  { file: 'engine/base/waits.ts', text: 'setTimeout(() => 1, 5)', says: 'setTimeout' },
  { file: 'engine/base/logs.ts', text: 'console.log(process.argv)', says: 'process' },
  { file: 'engine/base/draws.ts', text: "document.createElement('p')", says: 'document' },
  {
    file: 'engine/base/loose.ts',
    text: 'export const size = (text) => text.length',
    says: 'implicitly',
  },
]

let tree = ''

const plant = async (file: string, text: string): Promise<void> => {
  await mkdir(dirname(join(tree, file)), { recursive: true })
  await writeFile(join(tree, file), text)
}

beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), 'sluice-fence-'))
  await symlink(join(root, 'node_modules'), join(tree, 'node_modules'))
  for (const file of [
    'package.json',
    'tsconfig.json',
    '.dependency-cruiser.mjs',
    'engine/tsconfig.json',
    'engine/base/platform.d.ts',
  ]) {
    await mkdir(dirname(join(tree, file)), { recursive: true })
    await cp(join(root, file), join(tree, file))
  }
  for (const folder of targets)
    await plant(
      `${folder}/target.ts`,
      'export interface Target {\n  a: 1\n}\nexport const target = 1\n',
    )
  for (const { file, text } of [...byImport, permitted]) await plant(file, `${text}\n`)
})

afterAll(() => rm(tree, { recursive: true, force: true }))

/** Runs a check that is expected to fail and gives what it printed. */
const outputOf = async (args: readonly string[]): Promise<string> => {
  try {
    const { stdout } = await run(process.execPath, args, { cwd: tree, maxBuffer: 1 << 26 })
    return stdout
  } catch (error) {
    const failed = error as { stdout?: string; stderr?: string }
    return `${failed.stdout ?? ''}${failed.stderr ?? ''}`
  }
}

describe('the fence', () => {
  test('every planted import is reported', async () => {
    const cli = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
    const folders = ['engine', 'plugins', 'electron', 'renderer']
    const report = JSON.parse(
      await outputOf([
        cli,
        '--config',
        '.dependency-cruiser.mjs',
        '--output-type',
        'json',
        ...folders,
      ]),
    ) as { summary: { violations: { from: string; to: string }[] } }
    const found = report.summary.violations.map(({ from, to }) => `${from} -> ${to}`)
    for (const { file, imports } of byImport) {
      expect(
        found.some((line) => line.startsWith(file) && line.includes(imports)),
        `${file}: ${found.join('\n')}`,
      ).toBe(true)
    }
    expect(found.filter((line) => line.startsWith(permitted.file))).toEqual([])
  })

  test('every planted global is refused by the compiler', async () => {
    for (const { file, text } of byCompiler) await plant(file, `${text}\nexport {}\n`)
    const output = await outputOf([
      join(root, 'node_modules/typescript/bin/tsc'),
      '-p',
      'engine',
      '--noEmit',
    ])
    for (const { file, says } of byCompiler) {
      const name = file.replace('engine/', '')
      expect(
        output.split('\n').some((line) => line.includes(name) && line.includes(says)),
        `${file}: ${output}`,
      ).toBe(true)
    }
  })
})
