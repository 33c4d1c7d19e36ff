// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core'
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { PluginList, UserPlugin } from '#ipc/plugins'
import { createInMemoryClient } from '../../bridge/in-memory-client.ts'
import { createWorkspace, WorkspaceContext } from '../../state/workspace.ts'
import { PluginsPanel } from './PluginsPanel.tsx'

afterEach(cleanup)

const plugin = (values: Partial<UserPlugin>): UserPlugin => ({
  id: 'sink mySink',
  kind: 'sink',
  type: 'mySink',
  title: 'My sink',
  path: '/p/sinks/mySink',
  state: 'ready',
  isOlderUsed: false,
  isShared: false,
  provides: ['sink mySink'],
  reaches: [],
  ...values,
})

/** The page with these plugins, and what it asked the app for. */
function open(plugins: readonly UserPlugin[], rest: Partial<PluginList> = {}) {
  const asked: unknown[] = []
  const failures: unknown[] = []
  const inMemory = createInMemoryClient()
  const client: typeof inMemory = {
    ...inMemory,
    request: (name, parameters) => {
      if (name.startsWith('plugins.')) asked.push([name, parameters])
      return name === 'plugins.reload'
        ? Promise.reject(new Error('it is gone'))
        : inMemory.request(name, parameters)
    },
  }
  const list = { folders: ['/p'], plugins: [...plugins], functions: [], problems: [], ...rest }
  const view = (isCreating: boolean) => (
    <MantineProvider>
      <WorkspaceContext value={createWorkspace(client)}>
        <PluginsPanel
          list={list}
          isCreating={isCreating}
          onCreating={(next) => shown.rerender(view(next))}
          onFailure={(title, error) => failures.push(`${title}: ${String(error)}`)}
        />
      </WorkspaceContext>
    </MantineProvider>
  )
  const shown = render(view(false))
  return { asked, failures }
}

const card = (title: string) => within(screen.getByRole('article', { name: `Plugin ${title}` }))

test('a plugin shows what it is, its version and where it lies', () => {
  open([plugin({ version: '1.2.0', isShared: true })])
  const shown = card('My sink')
  shown.getByText('ready')
  shown.getByText(/, version 1\.2\.0, one instance for all/)
  shown.getByText('/p/sinks/mySink')
})

test('a portable plugin shows everything that it provides', () => {
  const provides = ['sink collector', 'source ticker', 'function scale']
  open([plugin({ id: 'portable acme', kind: 'portable', title: 'acme', provides })])
  const codes = within(card('acme').getByLabelText('Provides')).getAllByText(/ /)
  expect(codes.map(({ textContent }) => textContent)).toEqual(provides)
})

test('an error stands with its file and line, and says that the version before goes on', () => {
  open([plugin({ state: 'failed', message: 'no such', place: '/p/a.mjs:3:4', isOlderUsed: true })])
  const shown = card('My sink')
  shown.getByText('failed')
  shown.getByText('/p/a.mjs:3:4')
  shown.getByText(/no such\. The version before it goes on\./)
})

test('a plugin that is not trusted says what it reaches, and is trusted by the button', () => {
  const { asked } = open([
    plugin({ state: 'untrusted', message: 'it is new here', reaches: ['fs', 'net'] }),
  ])
  const shown = card('My sink')
  shown.getByText(/It asks for files and the network/)
  fireEvent.click(shown.getByRole('checkbox'))
  fireEvent.click(shown.getByRole('button', { name: 'Trust and load' }))
  expect(asked).toEqual([['plugins.trust', { id: 'sink mySink', follow: true }]])
})

test('its folder is opened and its files are loaded again; what fails is said', async () => {
  const { asked, failures } = open([plugin({})])
  const shown = card('My sink')
  fireEvent.click(shown.getByRole('button', { name: 'Open its folder' }))
  fireEvent.click(shown.getByRole('button', { name: 'Load again' }))
  expect(asked).toEqual([
    ['plugins.openFolder', { id: 'sink mySink' }],
    ['plugins.reload', { id: 'sink mySink' }],
  ])
  await Promise.resolve()
  await Promise.resolve()
  expect(failures).toEqual(['It was not loaded: Error: it is gone'])
})

test('the documentation is shown as elements of ours, whatever stands in it', () => {
  const readme = '# Title\n\nUse `it`.\n\n<script>alert(1)</script> [here](javascript:alert(1))'
  open([plugin({ readme })])
  const shown = card('My sink')
  shown.getByRole('heading', { name: 'Title', hidden: true })
  shown.getByText('it')
  shown.getByText(/<script>alert\(1\)<\/script>/)
  expect(document.querySelectorAll('article script, article a')).toHaveLength(0)
})

test.each([
  ['data:image/svg+xml;base64,PHN2Zy8+', 1],
  ['data:text/html;base64,PHN2Zy8+', 0],
  ['https://example.org/x.png', 0],
  ['cpu', 0],
])('the icon %s is shown as %d image', (icon, count) => {
  open([plugin({ icon })])
  expect(document.querySelectorAll('article img')).toHaveLength(count)
})

test('up and down go from plugin to plugin', () => {
  open(['a', 'b', 'c'].map((name) => plugin({ id: name, title: name })))
  const [first, second, third] = screen.getAllByRole('article')
  first?.focus()
  fireEvent.keyDown(first ?? document.body, { key: 'ArrowDown' })
  expect(document.activeElement).toBe(second)
  fireEvent.keyDown(second ?? document.body, { key: 'ArrowDown' })
  expect(document.activeElement).toBe(third)
  fireEvent.keyDown(third ?? document.body, { key: 'ArrowDown' })
  expect(document.activeElement).toBe(third)
  fireEvent.keyDown(third ?? document.body, { key: 'ArrowUp' })
  expect(document.activeElement).toBe(second)
})

test('a new plugin has a kind, a name and a language', () => {
  const { asked } = open([])
  screen.getByText('No plugins yet')
  fireEvent.click(screen.getByRole('button', { name: 'New plugin' }))
  const form = within(screen.getByRole('form', { name: 'New plugin' }))
  fireEvent.click(form.getByText('Format'))
  fireEvent.click(form.getByText('TypeScript'))
  const name = form.getByRole('textbox', { name: 'Name' })
  fireEvent.change(name, { target: { value: 'a b' } })
  form.getByText('Letters and digits, words with a hyphen between.')
  fireEvent.change(name, { target: { value: 'my-format' } })
  fireEvent.click(form.getByRole('button', { name: 'Create' }))
  expect(asked).toEqual([['plugins.create', { kind: 'format', name: 'my-format', language: 'ts' }]])
})

test('what is wrong with folders is shown, and an added folder can be taken away', () => {
  const { asked } = open([], {
    folders: ['/p', '/added'],
    problems: [{ file: '/added', message: 'there is no such folder' }],
  })
  screen.getByText('there is no such folder')
  fireEvent.click(screen.getByRole('button', { name: 'Do not look there any more' }))
  expect(asked).toEqual([['plugins.removeFolder', { folder: '/added' }]])
})
