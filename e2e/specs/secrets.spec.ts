import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { Aedes } from 'aedes'
import type { App } from '../fixtures/app.ts'
import { expect, launchApp, test as base } from '../fixtures/app.ts'
import { Workbench } from '../pages/workbench.ts'

/**
 * The journeys of a secret on a system without a key store, which a machine with a virtual display is.
 */
const secret = 'c0rrect-horse-battery'

interface Guarded {
  readonly url: string
  /** The passwords that clients gave. */
  readonly passwords: readonly string[]
}

interface Fixtures {
  /** A broker that lets in those with the right password. */
  readonly guarded: Guarded
  readonly folder: string
}

const test = base.extend<Fixtures>({
  guarded: async ({}, use) => {
    const passwords: string[] = []
    const broker = await Aedes.createBroker({
      authenticate: (_client, _user, password, done) => {
        passwords.push(String(password))
        done(null, String(password) === secret)
      },
    })
    const server = createServer((socket) => void broker.handle(socket))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await use({ url: `tcp://127.0.0.1:${port}`, passwords })
    await new Promise<void>((resolve) => broker.close(resolve))
    server.close()
  },
  folder: async ({ dataFolder }, use) => {
    const folder = join(dataFolder, 'projects', 'plant')
    await mkdir(folder, { recursive: true })
    await use(folder)
  },
})

async function writeProject(folder: string, server: string, password: string): Promise<void> {
  const action = { mqtt: { server, topic: 'alarm', username: 'u', password } }
  const rule = { id: 'all', sql: 'SELECT * FROM demo', actions: [action] }
  const rows = { data: [{ t: 1 }], interval: 100, loop: true }
  const stream = 'CREATE STREAM demo () WITH (TYPE="simulator", CONF_KEY="demo", FORMAT="JSON")'
  await writeFile(join(folder, 'all.rule.json'), JSON.stringify(rule))
  await writeFile(join(folder, 'demo.stream.sql'), stream)
  await writeFile(join(folder, 'sources.json'), JSON.stringify({ simulator: { demo: rows } }))
}

/** Every file below a folder that has the text. */
async function filesWith(folder: string, text: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const found: string[] = []
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    const bytes = await readFile(file).catch(() => Buffer.alloc(0))
    if (bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le'))) found.push(file)
  }
  return found
}

const selectSink = async (bench: Workbench): Promise<void> => {
  await bench.select(bench.canvas.getByRole('group', { name: / sink$/ }))
}
const saveTo = (app: App, file: string): Promise<void> =>
  app.electron.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path })
  }, file)

test('clear text in a project moves out of its files, is used by runs, and outlives the app', async ({
  dataFolder,
  folder,
  guarded,
}) => {
  await writeProject(folder, guarded.url, secret)
  const first = await launchApp(dataFolder, [folder])
  const bench = new Workbench(first.window)
  const banner = first.window.getByRole('status', { name: 'Secrets' })
  await expect(banner).toContainText('clear text')
  await expect(banner).toContainText('no key store')
  await banner.getByRole('button', { name: 'Move out of the project' }).click()
  await expect(banner).toHaveCount(0)
  await selectSink(bench)
  await expect(bench.field('Password')).toHaveValue('stored')
  await bench.projectMenu(/^Save(?! as)/)
  const rule = join(folder, 'all.rule.json')
  await expect.poll(() => readFile(rule, 'utf8')).toMatch(/"password": "\$\{secret:\w+\}"/)
  expect(await filesWith(folder, secret)).toEqual([])
  await first.close()

  const second = await launchApp(dataFolder, [folder])
  const later = new Workbench(second.window)
  await selectSink(later)
  await expect(later.field('Password')).toHaveValue('stored')
  await later.run()
  await expect.poll(() => guarded.passwords).toContain(secret)
  await expect(later.rows().first()).toBeVisible()

  const exported = join(dataFolder, 'exported.json')
  await saveTo(second, exported)
  const exportAs = async (item: RegExp): Promise<void> => {
    await second.window.getByRole('button', { name: 'Export' }).click()
    await second.window.getByRole('menuitem', { name: item }).click()
  }
  await exportAs(/^Ruleset to a file/)
  await expect.poll(() => readFile(exported, 'utf8').catch(() => '')).toContain('${secret:')
  expect(await filesWith(dataFolder, secret)).toEqual([])
  await exportAs(/^Ruleset with secrets/)
  await expect.poll(() => readFile(exported, 'utf8')).toContain(secret)
  expect(await second.window.content()).not.toContain(secret)
  await second.close()
})

test('without the consent to weak storage a secret is gone with the app, and said to be missing', async ({
  dataFolder,
  folder,
  guarded,
}) => {
  await writeProject(folder, guarded.url, '')
  const first = await launchApp(dataFolder, [folder])
  const bench = new Workbench(first.window)
  await selectSink(bench)
  await bench.field('Password').fill(secret)
  await bench.field('Password').press('Enter')
  await expect(bench.field('Password')).toHaveValue('stored')
  await expect(bench.inspector.getByText(/Kept until Sluice is closed\./)).toBeVisible()
  const banner = first.window.getByRole('status', { name: 'Secrets' })
  await expect(banner).toContainText('kept until Sluice is closed')
  await bench.run()
  await expect.poll(() => guarded.passwords).toContain(secret)
  await bench.projectMenu(/^Save(?! as)/)
  await expect
    .poll(() => readFile(join(folder, 'all.rule.json'), 'utf8'))
    .toMatch(/"password": "\$\{secret:\w+\}"/)
  expect(await first.window.content()).not.toContain(secret)
  expect(await filesWith(dataFolder, secret)).toEqual([])
  await first.close()

  const second = await launchApp(dataFolder, [folder])
  const later = new Workbench(second.window)
  await selectSink(later)
  await expect(later.inspector.getByText(/The secret "\w+" has no value here/)).toBeVisible()
  await later.run()
  await expect(second.window.getByText('It did not start')).toBeVisible()
  await later.field('Password').fill(secret)
  await later.field('Password').press('Enter')
  await expect(later.field('Password')).toHaveValue('stored')
  await later.run()
  await later.stop()
  await second.close()
})

test('a drawing without a folder takes its secrets along when it is saved, and another project has none', async ({
  app,
  dataFolder,
  folder,
}) => {
  const bench = new Workbench(app.window)
  await bench.projectMenu('New project')
  await bench.dragFromPalette('Sinks', 'MQTT', 0.3, 0.3)
  await bench.field('Password').fill(secret)
  await bench.field('Password').press('Enter')
  await expect(bench.field('Password')).toHaveValue('stored')
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] })
  }, folder)
  await bench.projectMenu('Save as...')
  await expect.poll(() => readdir(folder)).toContain('project.layout.json')
  await expect(app.window.getByRole('button', { name: 'Project plant' })).toBeVisible()
  await expect(bench.field('Password')).toHaveValue('stored')
  await expect(bench.inspector.getByText(/has no value here/)).toHaveCount(0)
  expect(await filesWith(dataFolder, secret)).toEqual([])

  const copy = join(dataFolder, 'projects', 'copy')
  await mkdir(copy)
  await cp(folder, copy, { recursive: true })
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] })
  }, copy)
  await bench.projectMenu(/^Open\.\.\./)
  await expect(app.window.getByRole('button', { name: 'Project copy' })).toBeVisible()
  await selectSink(bench)
  await expect(bench.inspector.getByText(/The secret "\w+" has no value here/)).toBeVisible()
})
