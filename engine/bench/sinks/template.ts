import { compileTemplate } from '../../template/index.ts'
import type { RecordValue } from '../../types/value.ts'
import { overItems, type Measurement } from './measurement.ts'

interface Reading {
  readonly deviceId: string
  readonly site: string
  readonly temperature: number
  readonly status: string
  readonly seq: number
}

export const templateMeasurements: readonly Measurement[] = [
  {
    name: 'template, 5 fields',
    create: (feed) => {
      const compiled = compileTemplate(
        'device {{.deviceId}} at {{.site}}: {{.temperature}} degrees, {{.status}}, {{.seq}}',
      )
      if (!compiled.ok) throw new Error(compiled.message)
      const { template } = compiled
      const rows = feed.rows.flat().map(({ row }) => row)
      for (const row of rows.slice(0, 100)) {
        if (template.render(row) !== byHand(row)) throw new Error('the template differs')
      }
      return {
        ours: overItems(rows, (row) => template.render(row)),
        others: { 'template literal': overItems(rows, byHand) },
      }
    },
  },
]

function byHand(row: RecordValue): string {
  const { deviceId, site, temperature, status, seq } = row as RecordValue & Reading
  return `device ${deviceId} at ${site}: ${temperature} degrees, ${status}, ${seq}`
}
