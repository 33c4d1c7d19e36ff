import { commonSinkProperties } from './common-properties.ts'
import { isPlainText, textProperties } from './dynamic-properties.ts'
import type { PropertyFault } from './property-fault.ts'
import { writtenName } from './property-reader.ts'
import type { ActionProperties } from './read-properties.ts'
import { passesTemplateText } from './transform.ts'

/** What is wrong with an action: `refused`, or one code a trap, for ever. */
export const actionCodes = {
  refused: 'CFG5004',
  templateInBatch: 'CFG5101',
  listOfRows: 'CFG5102',
  headerInMessage: 'CFG5103',
  headerLeftOut: 'CFG5104',
  delimiterInBatch: 'CFG5105',
  headerInBatch: 'CFG5106',
  columnPath: 'CFG5107',
  rowsAreNotPacked: 'CFG5108',
  unclosedTemplate: 'CFG5109',
} as const

/** eKuiper runs it, but not as nearly everybody expects: a property that does not do what it seems to. */
export interface ActionTrap extends PropertyFault {
  readonly code: string
  readonly hint: string
}

/** What the traps look at. */
interface TrapContext {
  readonly properties: ActionProperties
  readonly accepts: 'bytes' | 'rows'
  readonly writesStream: boolean
  readonly isBatch: boolean
  /** In lower case: encoders know no other. */
  readonly format: string
  /** As they stand in the rule. */
  readonly given: Readonly<Record<string, unknown>>
}

type Trap = (context: TrapContext) => ActionTrap | undefined

const traps: readonly Trap[] = [
  templateInBatch,
  listOfRows,
  headerOfSingleRows,
  delimiterInBatch,
  headerInBatch,
  pathOfDataField,
  pathInFields,
  packedRows('compression'),
  packedRows('encryption'),
  unclosedTemplate,
]

/** The warnings about an action whose properties can be used. */
export function findActionTraps(
  properties: ActionProperties,
  options: {
    readonly properties: Readonly<Record<string, unknown>>
    readonly accepts: 'bytes' | 'rows'
    readonly writesStream?: boolean
  },
): readonly ActionTrap[] {
  const context: TrapContext = {
    properties,
    accepts: options.accepts,
    writesStream: options.writesStream ?? false,
    isBatch: properties.batchSize > 0 || properties.lingerMs > 0,
    format: properties.format.toLowerCase(),
    given: options.properties,
  }
  return traps.flatMap((find) => find(context) ?? [])
}

function templateInBatch({ properties, isBatch }: TrapContext): ActionTrap | undefined {
  if (!isBatch || !passesTemplateText(properties)) return undefined
  return {
    property: 'dataTemplate',
    code: actionCodes.templateInBatch,
    message: 'nothing is ever sent: a batch cannot take the text of a data template',
    hint: 'Set batchSize and lingerInterval to 0, or add fields or dataField, which read the text as JSON.',
  }
}

const formatsOfOneRow: ReadonlySet<string> = new Set(['urlencoded', 'binary', 'protobuf'])

function listOfRows({ properties, accepts, format }: TrapContext): ActionTrap | undefined {
  const { sendSingle, dataTemplate, dataField } = properties
  if (accepts === 'rows' || sendSingle || !formatsOfOneRow.has(format)) return undefined
  if (dataTemplate !== '' || dataField !== '') return undefined
  return {
    property: 'sendSingle',
    code: actionCodes.listOfRows,
    message: `every message fails: the format ${properties.format} takes one row, not the list of a result`,
    hint: 'Turn sendSingle on, or name the object to send with dataField.',
  }
}

/** A file sink of fileType csv takes the header out again. */
function headerOfSingleRows(context: TrapContext): ActionTrap | undefined {
  const { properties, accepts, format, isBatch, writesStream } = context
  const { sendSingle, hasHeader, fields } = properties
  const isEncodedAlone = accepts === 'bytes' && !isBatch && !passesTemplateText(properties)
  if (format !== 'delimited' || !hasHeader || !sendSingle || !isEncodedAlone) return undefined
  if (fields.length > 0) {
    return {
      property: 'hasHeader',
      code: actionCodes.headerLeftOut,
      message: 'no header is sent: rows that are sent by themselves have none with fields',
      hint: 'Turn hasHeader off, or sendSingle.',
    }
  }
  if (writesStream) return undefined
  return {
    property: 'hasHeader',
    code: actionCodes.headerInMessage,
    message:
      'the header stands inside the first message, behind a delimiter and four bytes of its length: only files of fileType csv take it out again',
    hint: 'Turn hasHeader off, or sendSingle: every list then begins with a header line.',
  }
}

function delimiterInBatch({
  properties,
  accepts,
  format,
  isBatch,
}: TrapContext): ActionTrap | undefined {
  if (accepts === 'rows' || !isBatch || format !== 'delimited') return undefined
  if (properties.delimiter === ',' || properties.delimiter === '') return undefined
  return {
    property: 'delimiter',
    code: actionCodes.delimiterInBatch,
    message: `the delimiter "${properties.delimiter}" is not used: a batch is always written with commas`,
    hint: 'Set batchSize and lingerInterval to 0 to send with this delimiter.',
  }
}

/** Only where somebody decided against a header. */
function headerInBatch(context: TrapContext): ActionTrap | undefined {
  const { properties, accepts, format, isBatch, given } = context
  if (accepts === 'rows' || !isBatch || format !== 'delimited') return undefined
  if (properties.hasHeader || given[writtenName(given, 'hasHeader')] !== false) return undefined
  return {
    property: 'hasHeader',
    code: actionCodes.headerInBatch,
    message: 'hasHeader is not used: a batch always begins with a header line',
    hint: 'Set batchSize and lingerInterval to 0 to send without header.',
  }
}

function pathOfDataField({
  properties: { dataField },
  given,
}: TrapContext): ActionTrap | undefined {
  if (!isPath(dataField)) return undefined
  const isAlias = given[writtenName(given, 'dataField')] !== dataField
  return columnPath(isAlias ? 'tableDataField' : 'dataField', dataField)
}

function pathInFields({ properties: { fields } }: TrapContext): ActionTrap | undefined {
  const path = fields.find(isPath)
  return path === undefined ? undefined : columnPath('fields', path)
}

const isPath = (name: string): boolean => /\w(\.|->)\w/.test(name)

function columnPath(property: string, path: string): ActionTrap {
  const missing = property === 'fields' ? 'it is sent as null' : 'every message fails'
  return {
    property,
    code: actionCodes.columnPath,
    message: `"${path}" is looked up as the name of a column, not as a path: where there is none, ${missing}`,
    hint: 'Name the value in the SQL, such as a->b AS c, and write its name here.',
  }
}

function packedRows(property: 'compression' | 'encryption'): Trap {
  return ({ properties, accepts }) => {
    if (accepts === 'bytes' || properties[property] === '') return undefined
    return {
      property,
      code: actionCodes.rowsAreNotPacked,
      message: `${property} is not used: this sink takes rows, not bytes`,
      hint: `Take ${property} out.`,
    }
  }
}

/** A data template that is not closed is an error, and common properties are no templates. */
function unclosedTemplate({ given }: TrapContext): ActionTrap | undefined {
  for (const [property, text] of textProperties(given)) {
    const start = text.indexOf('{{')
    if (start < 0 || !isPlainText(text) || commonNames.has(property.toLowerCase())) continue
    return {
      property,
      code: actionCodes.unclosedTemplate,
      message:
        'sent as it is: what begins with {{ is a template only where }} follows on the same line',
      hint: 'Close it with }}, or write no {{.',
      range: { start, end: start + 2 },
    }
  }
  return undefined
}

const commonNames = new Set(
  Object.keys(commonSinkProperties.shape).map((name) => name.toLowerCase()),
)
