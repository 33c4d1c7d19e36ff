import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { binderCodes } from '../binder/codes.ts'
import { crashCodes } from '../binder/crashes/crash.ts'
import { trapCodes } from '../binder/traps/trap.ts'
import { catalogCodes } from '../catalog/codes.ts'
import { graphCodes } from '../graph/codes.ts'
import { ruleCodes } from '../ruleset/options-codes.ts'
import { actionCodes } from '../sink-pipeline/action-traps.ts'
import { syntaxCodes } from '../syntax/codes.ts'

const engine = join(import.meta.dirname, '..')

function sourcesOf(folder: string): string {
  const files = readdirSync(join(engine, folder), { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(engine, folder, file), 'utf8'))
    .join('\n')
}

const groups = {
  syntaxCodes: { codes: syntaxCodes, folder: 'syntax' },
  catalogCodes: { codes: catalogCodes, folder: 'catalog' },
  binderCodes: { codes: binderCodes, folder: 'binder' },
  trapCodes: { codes: trapCodes, folder: 'binder' },
  crashCodes: { codes: crashCodes, folder: 'binder' },
  graphCodes: { codes: graphCodes, folder: 'graph' },
  actionCodes: { codes: actionCodes, folder: 'sink-pipeline' },
  ruleCodes: { codes: ruleCodes, folder: 'ruleset' },
}

test.each(Object.entries(groups))(
  'every code of %s is reported somewhere',
  (group, { codes, folder }) => {
    const sources = sourcesOf(folder)
    expect(Object.keys(codes).filter((name) => !sources.includes(`${group}.${name}`))).toEqual([])
  },
)

test('no code stands for two things', () => {
  const all = Object.values(groups).flatMap(({ codes }) => Object.values(codes))
  expect(all.filter((code, index) => all.indexOf(code) !== index)).toEqual([])
})
