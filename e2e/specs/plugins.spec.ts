import { spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from '../fixtures/app.ts'
import { Workbench } from '../pages/workbench.ts'

const root = resolve(import.meta.dirname, '../..')

interface Outcome {
  readonly code: number | null
  readonly output: string
}

const run = (command: string): Promise<Outcome> =>
  new Promise((done, fail) => {
    const child = spawn('bash', ['-c', command], { cwd: root })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    }
    child.once('error', fail)
    child.once('close', (code) => done({ code, output }))
  })

/** The guide's commands in their order, and what each must show. A command that is not here fails. */
const expected: Readonly<Record<string, RegExp>> = {
  'npx sluice new sink my-sink --dir ../my-plugins': /made .*sinks\/mySink\/index\.mjs/,
  'node --test ../my-plugins/sinks/mySink/index.test.mjs': /# pass 1/,
  'npx sluice run docs/examples/my-sink.ruleset.json --plugins ../my-plugins --for 5s':
    /"rule":"keep","action":0/,
  'npx sluice validate docs/examples/historian.ruleset.json --plugins docs/examples/native':
    /warning CFG5005: The sink historian is a native plugin[^]*no errors/,
  'npx sluice package ../my-plugins/sinks/mySink --out ../packed/portable/mySink.zip':
    /made .*portable\/mySink\.zip with sink mySink/,
  'npx sluice run docs/examples/my-sink.ruleset.json --plugins ../packed --for 5s':
    /"rule":"keep","action":0/,
}

test('every command of the plugin guide does what it says, in its order', async () => {
  const guide = await readFile(join(root, 'docs/plugins.md'), 'utf8')
  const commands = [...guide.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap((match) =>
    (match[1] ?? '').split('\n').filter((line) => line.trim() !== ''),
  )
  expect(commands).toEqual(Object.keys(expected))
  const folder = await mkdtemp(join(tmpdir(), 'sluice-guide-'))
  try {
    for (const command of commands) {
      const { code, output } = await run(command.replaceAll('../', `${folder}/`))
      expect(code, `${command}\n${output}`).toBe(0)
      expect(output).toMatch(expected[command] ?? /never/)
    }
    const kept = ['my-plugins/.data/sink-mySink', 'packed/.data/portable-mySink/sink-mySink']
    for (const place of kept) {
      const rows = await readFile(join(folder, place, 'rows.jsonl'), 'utf8')
      expect(JSON.parse(rows.split('\n')[0] ?? '')).toEqual({
        deviceId: 'oven-02',
        temperature: 58.1,
      })
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('a sink made in the app is on the canvas at once, takes live MQTT, and follows its file', async ({
  app,
  dataFolder,
}) => {
  const bench = new Workbench(app.window)
  await app.electron.evaluate(({ Menu }) => {
    const file = Menu.getApplicationMenu()?.items.find(({ label }) => label === '&File')
    file?.submenu?.items.find(({ label }) => label === 'New plugin...')?.click()
  })
  const form = bench.dock.getByRole('form', { name: 'New plugin' })
  await form.getByRole('textbox', { name: 'Name' }).fill('my-sink')
  await form.getByRole('button', { name: 'Create' }).click()
  const card = bench.dock.getByRole('article', { name: 'Plugin My sink' })
  await expect(card.getByText('ready', { exact: true })).toBeVisible()

  await bench.dragFromPalette('Sinks', 'My sink', 0.75, 0.8)
  const sql = bench.canvas.getByRole('group', { name: / SQL$/ }).first()
  const sink = bench.canvas.getByRole('group', { name: /my ?sink.* sink$/i })
  await bench.connect(sql, sink)
  await app.window.keyboard.press('Escape')
  const banner = app.window.getByRole('banner')
  await banner.getByRole('button', { name: 'Stop' }).click()
  await banner.getByRole('button', { name: 'Run' }).click()
  const plugins = join(dataFolder, 'plugins')
  const read = (): Promise<string> =>
    readFile(join(plugins, '.data/sink-mySink/rows.jsonl'), 'utf8').catch(() => '')
  await expect.poll(read).toMatch(/\{.*\}\n/)

  const code = join(plugins, 'sinks/mySink/index.mjs')
  const text = await readFile(code, 'utf8')
  await writeFile(code, text.replace('`${toJson(row)}\\n`', '`changed ${toJson(row)}\\n`'))
  await expect.poll(read).toMatch(/^changed \{/m)
})

test('a plugin from elsewhere asks for trust and shows what it reaches', async ({
  app,
  dataFolder,
}) => {
  const bench = new Workbench(app.window)
  const sinks = join(dataFolder, 'plugins/sinks')
  await mkdir(sinks, { recursive: true })
  await writeFile(
    join(sinks, 'Foreign.mjs'),
    `import net from 'node:net'
export class Foreign { configure() {} open() { net.isIP('') } collect() {} close() {} }`,
  )
  await writeFile(
    join(sinks, 'Foreign.svg'),
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><script>window.hacked = 1</script><rect width="16" height="16" fill="teal"/></svg>',
  )
  await bench.dock.getByRole('tab', { name: /Plugins/ }).click()
  const card = bench.dock.getByRole('article', { name: 'Plugin Foreign' })
  await expect(card.getByText(/asks for the network \(imports net\)/)).toBeVisible()
  await card.getByRole('button', { name: 'Trust and load' }).click()
  await expect(card.getByText('ready', { exact: true })).toBeVisible()

  await bench.dragFromPalette('Sinks', 'Foreign', 0.75, 0.8)
  const pictures = app.window.locator('img[src^="data:image/svg+xml"]')
  // Its card, the palette, the node and the head of its form.
  await expect(pictures).toHaveCount(4)
  const widths = pictures.evaluateAll((all) =>
    all.map((each) => (each as HTMLImageElement).naturalWidth),
  )
  expect(await widths).toEqual([16, 16, 16, 16])
  expect(await app.window.evaluate('window.hacked')).toBeUndefined()
})

test('a plugin is exported for eKuiper from its card, and the zip alone is a plugin', async ({
  app,
  dataFolder,
}) => {
  const bench = new Workbench(app.window)
  const plugins = join(dataFolder, 'plugins')
  await bench.dock.getByRole('tab', { name: /Plugins/ }).click()
  await cp(
    join(root, 'docs/examples/plugins/sinks/LineFile.ts'),
    join(plugins, 'sinks/LineFile.ts'),
  )
  const card = bench.dock.getByRole('article', { name: 'Plugin LineFile' })
  const exportButton = card.getByRole('button', { name: 'Export as eKuiper portable plugin' })
  await expect(card.getByText('not trusted yet')).toBeVisible()
  await expect(exportButton).toHaveCount(0)
  await card.getByRole('button', { name: 'Trust and load' }).click()

  const zip = join(dataFolder, 'lineFile.zip')
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path })
  }, zip)
  await exportButton.click()
  await expect(card.getByRole('status')).toContainText(
    `{"name":"lineFile","file":"${pathToFileURL(zip).href}"}`,
  )

  await rm(join(plugins, 'sinks/LineFile.ts'))
  await expect(card).toHaveCount(0)
  await cp(zip, join(plugins, 'portable/lineFile.zip'))
  const portable = bench.dock.getByRole('article', { name: 'Plugin lineFile 1.0.0' })
  await portable.getByRole('button', { name: 'Trust and load' }).click()
  await expect(portable.getByText('ready', { exact: true })).toBeVisible()
  await expect(portable.getByRole('button', { name: /Export/ })).toHaveCount(0)
  await bench.dragFromPalette('Sinks', 'LineFile', 0.75, 0.8)
  await expect(bench.canvas.getByRole('group', { name: /^line ?file.* sink$/i })).toBeVisible()
})
