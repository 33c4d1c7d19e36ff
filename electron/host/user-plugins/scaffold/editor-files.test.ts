import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ConfigurationError, ConnectionError, z } from '#engine/api'
import type { Logger, PropertyHints } from '#engine/api'
import type { PluginKind } from '../protocol.ts'
import type * as api from '../runner/user-api.ts'
import { createPlugin } from './create-plugin.ts'
import type { ScaffoldLanguage } from './typed.ts'

const repository = resolve(import.meta.dirname, '../../../..')
let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-scaffold-'))
  // What `npm install` brings there, and nothing else of this repository.
  await mkdir(join(root, 'node_modules/@types'), { recursive: true })
  for (const name of ['@types/node', 'undici-types']) {
    await symlink(join(repository, 'node_modules', name), join(root, 'node_modules', name))
  }
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** `tsc` in a folder; what it says. */
function check(folder: string): string {
  const compiler = join(repository, 'node_modules/typescript/bin/tsc')
  const { stdout } = spawnSync(process.execPath, [compiler], { cwd: folder, encoding: 'utf8' })
  return stdout
}

const kinds: readonly PluginKind[] = ['sink', 'source', 'function', 'format']
describe.each<ScaffoldLanguage>(['js', 'ts'])('in %s', (language) => {
  test.each(kinds)(
    'the %s that is made is checked by an editor without the repository',
    async (kind) => {
      const { folder } = await createPlugin(kind, `${language}-${kind}`, root, language)
      expect(check(folder)).toBe('')
    },
  )
})

test('the types find mistakes, and know what a schema takes', async () => {
  const { folder } = await createPlugin('sink', 'wrong', root, 'ts')
  await writeFile(
    join(folder, 'index.ts'),
    `import { ConfigurationError, z } from 'sluice'
import type { PluginContext, PluginSink } from 'sluice'

export const properties = z.object({
  path: z.string().min(1).default('a').meta({ title: 'File', group: 'Target', dynamic: true }),
  mode: z.enum(['append', 'replace']).optional(),
  tags: z.array(z.string()),
})
type Properties = z.infer<typeof properties>

export class Wrong implements PluginSink {
  configure({ path, mode, tags }: Properties) {
    const length: number = path.length + tags.length
    if (mode === 'append') throw new ConfigurationError('mode', String(length))
    if (mode === 'never') return
  }
  open(ctx: PluginContext) {
    ctx.loger.info('typing mistake')
  }
  collect() {}
}
`,
  )
  const said = check(folder)
  expect(said).toMatch(/index\.ts\(15,9\): error TS2367/)
  expect(said).toMatch(/index\.ts\(18,9\): error TS2551: .*'loger'.*'logger'/)
  expect(said).toMatch(/Property 'close' is missing/)
})

test('what is declared is what there is', () => {
  const logger: api.PluginLogger = {} as Logger
  const hints: PropertyHints = {}
  const errors: readonly [api.ConfigurationError, api.ConnectionError] = [
    new ConfigurationError('path', 'no'),
    new ConnectionError('away'),
  ]
  const declared: Record<keyof typeof api.z, unknown> = z
  expect([logger, hints, errors, declared]).toHaveLength(4)
})
