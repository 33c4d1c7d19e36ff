import { expect, test } from 'vitest'
import { createDateTime } from '../types/date-time.ts'
import { createRecord } from '../types/value.ts'
import { compileTemplate, TemplateError } from './index.ts'

const row = createRecord()
row['t'] = createDateTime(1700000000123)

const render = (source: string): string => {
  const compiled = compileTemplate(source)
  if (!compiled.ok) return `refused: ${compiled.message}`
  try {
    return compiled.template.render(row)
  } catch (error) {
    if (error instanceof TemplateError) return `failed: ${error.message}`
    throw error
  }
}

test.each([
  ['{{.t.Year}}-{{printf "%02d" .t.Month}}-{{.t.Day}} {{.t.Month}}', '2023-11-14 November'],
  ['{{eq .t.Month 11}} {{lt .t.Weekday 3}} {{add .t.Month 1}}', 'true true 12'],
  ['{{json .t.Month}} {{json .t.Weekday}} {{.t.Weekday.String}}', '11 2 Tuesday'],
  [
    '{{.t.Round 3600000000000}} {{.t.Truncate 3600000000000}}',
    '2023-11-14 22:00:00 +0000 UTC 2023-11-14 22:00:00 +0000 UTC',
  ],
  ['{{.t.AddDate 0 1 17}} {{(.t.Add 1000000).Sub .t}}', '2023-12-31 22:13:20.123 +0000 UTC 1ms'],
  [
    '{{.t.Year 1}}',
    'failed: template: sink:1:4: executing "sink" at <.t.Year>: wrong number of args for Year: want 0 got 1',
  ],
  [
    '{{.t.Format}}',
    'failed: template: sink:1:4: executing "sink" at <.t.Format>: wrong number of args for Format: want 1 got 0',
  ],
])('%s', (source, expected) => {
  expect(render(source)).toBe(expected)
})
