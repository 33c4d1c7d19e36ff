import { quote } from '../base/quote.ts'
import type { ColumnDefinition, ColumnType, SourceKind } from '../syntax/ast.ts'
import type { Diagnostic } from '../syntax/diagnostic.ts'
import { sqlName } from './names.ts'
import { parseStatement, sourceTypeOf, streamOption } from './stream-statement.ts'

/** What the form of a source node shows of its CREATE statement. */
export interface StreamForm {
  readonly name: string
  readonly kind: SourceKind
  /** The source type, such as `mqtt`. */
  readonly type: string
  readonly datasource: string
  readonly format: string
  /** Empty for a stream without schema. */
  readonly columns: readonly FormColumn[]
  /** All other options, by their name in upper case. */
  readonly options: Readonly<Record<string, string>>
}

export interface FormColumn {
  readonly name: string
  /** As SQL writes it: `BIGINT`, `ARRAY(FLOAT)`, `STRUCT(x FLOAT)`. */
  readonly type: string
  /** The literal behind DEFAULT, as SQL writes it. */
  readonly defaultValue?: string
}

const ownFields: ReadonlySet<string> = new Set(['DATASOURCE', 'TYPE', 'FORMAT'])

/** Reads a statement into the form; without one, or with errors in it, the form cannot show it. */
export function streamForm(text: string): {
  readonly form: StreamForm | undefined
  readonly diagnostics: readonly Diagnostic[]
} {
  const { statement, diagnostics } = parseStatement(text)
  if (statement === undefined || diagnostics.length > 0) return { form: undefined, diagnostics }
  const others = statement.options.filter((option) => !ownFields.has(option.key))
  const form: StreamForm = {
    name: statement.name.name,
    kind: statement.sourceKind,
    type: sourceTypeOf(statement),
    datasource: streamOption(statement, 'DATASOURCE') ?? '',
    format: streamOption(statement, 'FORMAT')?.toLowerCase() ?? 'json',
    columns: statement.columns.map((column) => formColumn(text, column)),
    options: Object.fromEntries(others.map((option) => [option.key, String(option.value)])),
  }
  return { form, diagnostics }
}

/** The CREATE statement of a form, on one line. */
export function streamStatement(form: StreamForm): string {
  const columns = form.columns.map(printColumn).join(', ')
  const options = [
    ...(form.datasource === '' ? [] : [['DATASOURCE', form.datasource]]),
    ['TYPE', form.type],
    ['FORMAT', form.format],
    ...Object.entries(form.options),
  ]
  const printed = options.map(([key, value]) => `${key}=${quote(value ?? '')}`).join(', ')
  return `CREATE ${form.kind.toUpperCase()} ${sqlName(form.name)} (${columns}) WITH (${printed})`
}

export function printColumnType(type: ColumnType): string {
  switch (type.kind) {
    case 'array':
      return `ARRAY(${printColumnType(type.element)})`
    case 'struct': {
      const fields = type.fields.map((field) => {
        return `${sqlName(field.name.name)} ${printColumnType(field.type)}`
      })
      return `STRUCT(${fields.join(', ')})`
    }
    default:
      return type.kind.toUpperCase()
  }
}

function formColumn(text: string, column: ColumnDefinition): FormColumn {
  const base = { name: column.name.name, type: printColumnType(column.type) }
  const literal = column.defaultValue
  if (literal === undefined) return base
  return { ...base, defaultValue: text.slice(literal.span.start, literal.span.end) }
}

function printColumn(column: FormColumn): string {
  const suffix = column.defaultValue === undefined ? '' : ` DEFAULT ${column.defaultValue}`
  return `${sqlName(column.name)} ${column.type}${suffix}`
}
