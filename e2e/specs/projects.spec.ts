import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { App } from '../fixtures/app.ts'
import { expect, launchApp, test } from '../fixtures/app.ts'
import { Workbench } from '../pages/workbench.ts'

const chooseFolder = (app: App, folder: string): Promise<void> =>
  app.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] })
  }, folder)

test('a project is saved as plain files and opened again', async ({ app, dataFolder }) => {
  const bench = new Workbench(app.window)
  const folder = join(dataFolder, 'plant')
  await mkdir(folder)
  await chooseFolder(app, folder)
  await bench.projectMenu('Save as...')
  await expect.poll(() => readdir(folder)).toContain('project.layout.json')
  const rule = JSON.parse(await readFile(join(folder, 'too_hot.rule.json'), 'utf8')) as Record<
    string,
    unknown
  >
  expect(rule).toMatchObject({ id: 'too_hot' })
  expect(await readFile(join(folder, 'telemetry.stream.sql'), 'utf8')).toMatch(
    /^CREATE STREAM telemetry/,
  )
  await bench.projectMenu('New project')
  await bench.projectMenu(/^Open\.\.\./)
  await expect(bench.wire('telemetry', 'too hot')).toHaveCount(1)
  await expect(app.window.getByRole('button', { name: 'Project plant' })).toBeVisible()
})

test('a corrupt file is named with its place, and nothing is overwritten', async ({
  app,
  dataFolder,
}) => {
  const bench = new Workbench(app.window)
  const folder = join(dataFolder, 'broken')
  await mkdir(folder)
  await writeFile(join(folder, 'r.rule.json'), '{"id": "r",')
  await chooseFolder(app, folder)
  await bench.projectMenu(/^Open\.\.\./)
  await expect(app.window.getByText(/r\.rule\.json.*line 1/)).toBeVisible()
  await expect(bench.node('telemetry', 'source')).toHaveCount(1)
  expect(await readFile(join(folder, 'r.rule.json'), 'utf8')).toBe('{"id": "r",')
})

test('killed in the middle of an edit, the app brings the drawing back', async ({ dataFolder }) => {
  const first = await launchApp(dataFolder)
  const bench = new Workbench(first.window)
  await bench.projectMenu('New project')
  await bench.dragFromPalette('Sources', 'Simulator', 0.2, 0.3)
  await bench.fill('Name', 'kept')
  await expect
    .poll(() => readFile(join(dataFolder, 'autosave/untitled.json'), 'utf8').catch(() => ''))
    .toContain('kept')
  first.electron.process().kill('SIGKILL')
  const second = await launchApp(dataFolder)
  await expect(new Workbench(second.window).node('kept', 'source')).toBeVisible()
  await second.close()
})

test('closing the window right after an edit loses nothing', async ({ dataFolder }) => {
  const first = await launchApp(dataFolder)
  const bench = new Workbench(first.window)
  await bench.projectMenu('New project')
  await bench.dragFromPalette('Sources', 'Simulator', 0.2, 0.3)
  await bench.field('Name').fill('lastword')
  const closed = first.electron.waitForEvent('close')
  await first.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  await closed
  const second = await launchApp(dataFolder)
  await expect(new Workbench(second.window).node('lastword', 'source')).toBeVisible()
  await second.close()
})

test('an edit right before another project is shown is not lost', async ({ app }) => {
  const bench = new Workbench(app.window)
  await bench.projectMenu('New project')
  await bench.dragFromPalette('Sources', 'Simulator', 0.2, 0.3)
  await bench.field('Name').fill('hasty')
  await bench.projectMenu('New project')
  await expect(bench.node('hasty', 'source')).toHaveCount(0)
  await bench.projectMenu(/^Untitled /)
  await expect(bench.node('hasty', 'source')).toBeVisible()
})
