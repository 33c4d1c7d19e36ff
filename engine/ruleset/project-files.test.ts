import { expect, test } from 'vitest'
import type { CanvasNode } from './document.ts'
import { isProjectFile, readProjectFiles, writeProjectFiles } from './project-files.ts'
import { sampleDocument } from './sample.ts'

test('the sample stands as drawn after a save and a look into its files', () => {
  const files = writeProjectFiles(sampleDocument)
  expect([...files.keys()].sort()).toEqual([
    'device_average.rule.json',
    'project.layout.json',
    'telemetry.stream.sql',
    'too_hot.rule.json',
  ])
  expect([...files.keys()].every(isProjectFile)).toBe(true)
  const { document, diagnostics } = readProjectFiles(files)
  expect(diagnostics).toEqual([])
  const byId = (nodes: readonly CanvasNode[] = []): CanvasNode[] =>
    [...nodes].sort((a, b) => (a.id < b.id ? -1 : 1))
  expect(byId(document?.nodes)).toEqual(byId(sampleDocument.nodes))
})

test('moving a node changes one line of one file', () => {
  const before = writeProjectFiles(sampleDocument)
  const moved = sampleDocument.nodes.map((node) => {
    return node.id === 'rule/too_hot' ? { ...node, position: { x: 1, y: 2 } } : node
  })
  const after = writeProjectFiles({ ...sampleDocument, nodes: moved })
  const changed = [...after].flatMap(([name, text]) => {
    const old = before.get(name)?.split('\n') ?? []
    return text.split('\n').filter((line, index) => line !== old[index])
  })
  expect(changed).toEqual(['    "rule/too_hot": {"x":1,"y":2},'])
})

test.each([
  [
    'a.rule.json',
    '{"id": "a"\n"sql": ""}',
    'a.rule.json: not valid JSON: expected `,` or `}`, found `"` (line 2, column 1)',
  ],
  [
    'a.rule.json',
    '{"name": "foreign"}',
    'a.rule.json: not a rule: expected an object with an "id" (line 1, column 1)',
  ],
  ['a.rule.json', '{"id": "r", "sql": 5}', 'a.rule.json: expected a text as sql, found 5'],
  ['b.rule.json', '{"id": "r2", "sql": ""}', ''],
  ['z.rule.json', '{"id": "r", "sql": ""}', ''],
  ['sources.json', '[]', 'sources.json: expected an object by source type (line 1, column 1)'],
  [
    'project.layout.json',
    '{"nodes": {"rule/r": {"x": "1"}}}',
    'project.layout.json: expected numbers as x and y of "nodes"."rule/r"',
  ],
])('a project with %s of %j', (name, text, message) => {
  const files = new Map([
    ['zz.stream.sql', 'CREATE STREAM s () WITH (DATASOURCE="a")\n'],
    [name, text],
  ])
  const { document, diagnostics } = readProjectFiles(files)
  expect(diagnostics.map((found) => found.diagnostic.message).join()).toBe(message)
  expect(document === undefined).toBe(message !== '')
})

test('a folder without project files is refused, other files are left alone', () => {
  const { document, diagnostics } = readProjectFiles(new Map([['README.md', 'x']]))
  expect(document).toBeUndefined()
  expect(diagnostics[0]?.diagnostic.message).toContain('the folder is no project')
})
