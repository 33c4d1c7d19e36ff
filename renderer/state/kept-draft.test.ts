import { expect, test } from 'vitest'
import { keptDraft } from './kept-draft.ts'

const [line, draft, plant] = ['/p/line', '/data/drafts/Untitled 1', '/p/plant'].map((folder) => ({
  name: folder.slice(folder.lastIndexOf('/') + 1),
  folder,
})) as [Recent, Recent, Recent]

interface Recent {
  readonly name: string
  readonly folder: string
}

test.each([
  ['nothing was kept', [line], [line], undefined, undefined],
  ['a drawing was kept for a new project', [line], [draft, line], undefined, 'Untitled 1'],
  ['what is opened is no draft', [line], [plant, line], '/p/plant', undefined],
  ['kept and opened at once', [line], [plant, draft, line], '/p/plant', 'Untitled 1'],
])('%s', (_name, before, after, opened, name) => {
  expect(keptDraft(before, after, opened)?.name).toBe(name)
})
