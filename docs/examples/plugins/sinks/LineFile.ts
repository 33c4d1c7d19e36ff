import { appendFile } from 'node:fs/promises'
import { ConfigurationError, z } from 'sluice'

/** A file sink with a schema: the form has a field for each property. */
export const properties = z.object({
  path: z.string().default('rows.jsonl').meta({
    title: 'File',
    description: 'May hold a template such as {{.deviceId}}.jsonl: a file for each device.',
    group: 'Target',
    dynamic: true,
  }),
  stamp: z.boolean().default(false).meta({
    title: 'Time stamp',
    description: 'Write the time in front of every row.',
    group: 'Payload',
  }),
})

export const summary = 'Appends every row to a file as a JSON line.'
export const icon = 'file-text'

type Row = Readonly<Record<string, unknown>>

interface Context {
  resolvePath(path: string): string
}

export class LineFile {
  private path = ''
  private stamp = false

  configure(given: { path: string; stamp: boolean }): void {
    if (given.path.endsWith('/')) throw new ConfigurationError('path', 'must name a file')
    this.path = given.path
    this.stamp = given.stamp
  }

  open(): void {}

  async collect(
    ctx: Context,
    data: Row | readonly Row[],
    item: { properties: Readonly<Record<string, string>> },
  ): Promise<void> {
    const rows: readonly Row[] = Array.isArray(data) ? data : [data as Row]
    const file = ctx.resolvePath(item.properties.path ?? this.path)
    const head = this.stamp ? `${new Date().toISOString()} ` : ''
    await appendFile(file, rows.map((row) => `${head}${toJson(row)}\n`).join(''))
  }

  close(): void {}
}

function toJson(row: Row): string {
  return JSON.stringify(row, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
}
