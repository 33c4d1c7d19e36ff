import type { FileType } from './properties.ts'

/** What stands in a file before, between and after its messages. */
export interface Framing {
  readonly head: string
  readonly separator: string
  readonly foot: string
}

/** As eKuiper: a csv file without a header begins with an empty line. */
export function framingOf(fileType: FileType, csvHeader: string): Framing {
  switch (fileType) {
    case 'json':
      return { head: '[', separator: ',', foot: ']' }
    case 'csv':
      return { head: `${csvHeader}\n`, separator: '\n', foot: '' }
    case 'lines':
      return { head: '', separator: '\n', foot: '' }
  }
}
