import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { disagreementsOf, readBaseline } from './baseline.ts'
import { readCases } from './case-files.ts'
import { replayAll } from './replay-all.ts'
import { createReport, type ConformanceReport } from './report.ts'

const folder = import.meta.dirname

describe('recorded cases', () => {
  let report: ConformanceReport

  beforeAll(async () => {
    report = createReport(await replayAll(readCases(join(folder, 'cases'))))
  }, 120_000)

  test('agree with eKuiper, all but the known ones', () => {
    const known = readBaseline(folder)
    const unexpected = disagreementsOf(report).filter(({ id }) => !known.has(id))
    expect(unexpected).toEqual([])
  })

  test('name in the baseline only cases that exist', () => {
    const ids = new Set(readCases(join(folder, 'cases')).map(({ id }) => id))
    expect([...readBaseline(folder)].filter((id) => !ids.has(id))).toEqual([])
  })
})

describe('what stops or breaks eKuiper', () => {
  test('is refused before it starts, or runs on', async () => {
    const cases = readCases(join(folder, 'crashes.ndjson'))
    const answered = await replayAll(cases)
    const crashed = answered.filter(({ result }) =>
      result.errors.some((error) => error.startsWith('CRASH')),
    )
    expect(crashed.map(({ result }) => [result.id, result.errors])).toEqual([])
    expect(answered).toHaveLength(cases.length)
  }, 60_000)
})
