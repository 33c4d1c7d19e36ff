import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { answerFile, fileOfUrl } from './app-protocol.ts'
import { temporaryFolder } from './testing/folders.ts'

describe('a URL leads to a file inside the folder or nowhere', () => {
  const cases: readonly [url: string, file: string | undefined][] = [
    ['app://sluice/', '/app/index.html'],
    ['app://sluice/index.html', '/app/index.html'],
    ['app://sluice/assets/a%20b.js?v=1#top', '/app/assets/a b.js'],
    ['app://sluice/assets/../index.html', '/app/index.html'],
    ['app://sluice/../secret.json', '/app/secret.json'],
    ['app://sluice/%2e%2e/secret.json', '/app/secret.json'],
    ['app://sluice/..%2fsecret.json', undefined],
    ['app://sluice/assets/..%2f..%2f..%2fetc%2fpasswd', undefined],
    ['app://sluice/..%2fapplication/a.js', undefined],
    ['app://sluice/%2Fetc/passwd', '/app/etc/passwd'],
    ['app://sluice/a%00.js', undefined],
    ['app://sluice/%zz', undefined],
    ['app://other/index.html', undefined],
    ['https://sluice/index.html', undefined],
    ['file:///app/index.html', undefined],
  ]
  for (const [url, file] of cases) {
    test(url, () => expect(fileOfUrl('/app', url)).toBe(file))
  }
})

test('files come with their type and a policy that lets no other code in', async () => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'index.html'), '<title>Sluice</title>')
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'assets', 'main.js'), 'start()')
  const page = await answerFile(folder, 'app://sluice/')
  expect(page.status).toBe(200)
  expect(await page.text()).toBe('<title>Sluice</title>')
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  const policy = page.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("script-src 'self'")
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('unsafe-eval')
  const script = await answerFile(folder, 'app://sluice/assets/main.js')
  expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
})

test('what is missing, of no known type or outside is not found', async () => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'notes.exe'), '')
  for (const path of ['missing.js', 'notes.exe', '..%2fsecret.json', 'assets']) {
    expect((await answerFile(folder, `app://sluice/${path}`)).status).toBe(404)
  }
})
