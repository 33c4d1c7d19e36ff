import { Select } from '@mantine/core'
import { useCallback, useMemo } from 'react'
import { changeStatement, setProperty } from '../../state/edits.ts'
import {
  readStatement, setStreamOption, streamStatement, type SourceNode, type StreamForm,
} from '../../state/ruleset.ts' // prettier-ignore
import { formatNames, schemaIds, takesSchema } from '../../state/format-choices.ts'
import { formColumnsOfSchema } from '../../state/schema-columns.ts'
import { findComponent } from '../../state/session-store.ts'
import { useColumnsSeen, useWatchedColumns } from '../../state/use-rows.ts'
import { useSchemaReports, useSession, useWorkspace } from '../../state/workspace.ts'
import { Field } from '../../ui/Field.tsx'
import { TextArea, TextInput } from '../../ui/TextInput.tsx'
import { ColumnsEditor } from './ColumnsEditor.tsx'
import { ColumnsSeenTable } from './ColumnsSeenTable.tsx'
import { errorsByField } from './field-errors.ts'
import styles from './inspector.module.css'
import { NodeHead } from './NodeHead.tsx'
import { SchemaColumnsTable } from './SchemaColumnsTable.tsx'
import type { NodeFormProps } from './slots.ts'
import { optionsSchemaOf, valuesOfOptions } from './stream-options.ts'

export function SourceForm({ node, slots, problems }: NodeFormProps<SourceNode>) {
  const reading = useMemo(() => readStatement(node.statement), [node.statement])
  if (!reading.ok) return <BrokenStatement node={node} message={reading.message} />
  return <Readable node={node} slots={slots} problems={problems} form={reading.form} />
}

function useStatementEdit(node: SourceNode): (statement: string, field: string) => void {
  const { document } = useWorkspace()
  return useCallback(
    (statement, field) =>
      document.edit((project) => changeStatement(project, node.id, statement), {
        group: `${node.id} ${field}`,
      }),
    [document, node.id],
  )
}

interface ReadableProps extends NodeFormProps<SourceNode> {
  readonly form: StreamForm
}

function Readable({ node, slots, problems, form }: ReadableProps) {
  const { document } = useWorkspace()
  const editStatement = useStatementEdit(node)
  const components = useSession((state) => state.components)
  const component = findComponent(components, 'source', form.type)
  const errors = errorsByField(problems)
  useWatchedColumns([node.id])
  const seen = useColumnsSeen(node.id)
  const reports = useSchemaReports()
  const formats = formatNames(components)
  const hasSchema = takesSchema(form.format, components)
  const schemaId = form.options['SCHEMAID'] ?? ''
  const ofSchema = useMemo(
    () => formColumnsOfSchema({ format: form.format, schemaId }, reports),
    [form.format, schemaId, reports],
  )
  const write = (change: Partial<StreamForm>, field: string) =>
    editStatement(streamStatement({ ...form, ...change }), field)
  return (
    <>
      <div className={styles.section}>
        <NodeHead node={node} icon={component?.icon} />
        <NameField form={form} error={errors['name']} write={write} />
        <TypeField form={form} error={errors['type']} write={write} />
        {component?.datasource !== undefined && (
          <Field
            id="field-datasource"
            label={component.datasource.title}
            help={component.datasource.description}
            error={errors['datasource']}
            isRequired={component.datasource.isRequired}
          >
            <TextInput
              id="field-datasource"
              isData
              value={form.datasource}
              placeholder={component.datasource.example}
              isInvalid={errors['datasource'] !== undefined}
              onChange={(event) => write({ datasource: event.target.value }, 'datasource')}
            />
          </Field>
        )}
        <Field id="field-format" label="Format">
          <Select
            id="field-format"
            data={formats.includes(form.format) ? [...formats] : [...formats, form.format]}
            value={form.format}
            allowDeselect={false}
            onChange={(format) => {
              if (format !== null) write({ format }, 'format')
            }}
          />
        </Field>
        {hasSchema && (
          <SchemaField
            value={schemaId}
            choices={schemaIds(form.format, reports)}
            error={errors['SCHEMAID'] ?? errors['schemaId']}
            onChange={(id) =>
              editStatement(setStreamOption(node.statement, 'SCHEMAID', id), 'SCHEMAID')
            }
          />
        )}
      </div>
      {component !== undefined && (
        <slots.Form
          schema={component.schema}
          values={node.properties}
          errors={errors}
          onChange={(key, value) =>
            document.edit((project) => setProperty(project, node.id, key, value), {
              group: `${node.id} ${key}`,
            })
          }
        />
      )}
      {ofSchema === undefined ? (
        <ColumnsEditor
          columns={form.columns}
          seen={seen}
          onChange={(columns) => write({ columns }, 'columns')}
        />
      ) : (
        <SchemaColumnsTable
          schemaId={schemaId}
          columns={ofSchema}
          declaredCount={form.columns.length}
          onRemoveDeclared={() => write({ columns: [] }, 'columns')}
        />
      )}
      <ColumnsSeenTable title="Columns out" columns={seen} />
      <slots.Form
        schema={optionsSchemaOf(form.kind, hasSchema)}
        values={valuesOfOptions(withoutSchema(form.options, hasSchema))}
        errors={errors}
        onChange={(key, value) =>
          editStatement(setStreamOption(node.statement, key, textOfOption(value)), key)
        }
      />
    </>
  )
}

interface SchemaFieldProps {
  readonly value: string
  readonly choices: readonly string[]
  readonly error: string | undefined
  readonly onChange: (id: string | undefined) => void
}

/** The schema a format reads with: one of the project, or whatever the statement says. */
function SchemaField({ value, choices, error, onChange }: SchemaFieldProps) {
  const help =
    choices.length === 0
      ? 'The project has none: add one in the Schemas tab of the dock.'
      : undefined
  return (
    <Field id="field-schemaId" label="Schema" error={error} help={help} isRequired>
      {choices.length === 0 ? (
        <TextInput
          id="field-schemaId"
          isData
          value={value}
          placeholder="file.Message"
          isInvalid={error !== undefined}
          onChange={(event) => onChange(event.target.value || undefined)}
        />
      ) : (
        <Select
          id="field-schemaId"
          data={value === '' || choices.includes(value) ? [...choices] : [...choices, value]}
          value={value === '' ? null : value}
          placeholder="Choose"
          error={error !== undefined}
          onChange={(id) => onChange(id ?? undefined)}
        />
      )}
    </Field>
  )
}

interface PartProps {
  readonly form: StreamForm
  readonly error: string | undefined
  readonly write: (change: Partial<StreamForm>, field: string) => void
}

function NameField({ form, error, write }: PartProps) {
  return (
    <Field id="field-name" label="Name" error={error} isRequired>
      <TextInput
        id="field-name"
        value={form.name}
        isInvalid={error !== undefined}
        onChange={(event) => {
          // A stream without a name cannot be written down.
          if (event.target.value !== '') write({ name: event.target.value }, 'name')
        }}
      />
    </Field>
  )
}

function TypeField({ form, error, write }: PartProps) {
  const components = useSession((state) => state.components)
  const known = components
    .filter(({ kind }) => kind === 'source')
    .map(({ type, title }) => ({ value: type, label: title }))
  const data = known.some(({ value }) => value === form.type)
    ? known
    : [...known, { value: form.type, label: form.type }]
  return (
    <Field id="field-type" label="Type" error={error}>
      <Select
        id="field-type"
        data={data}
        value={form.type}
        allowDeselect={false}
        onChange={(type) => {
          if (type !== null) write({ type }, 'type')
        }}
      />
    </Field>
  )
}

interface BrokenProps {
  readonly node: SourceNode
  readonly message: string
}

/** A statement that its form cannot show is edited as text until it can be read again. */
function BrokenStatement({ node, message }: BrokenProps) {
  const editStatement = useStatementEdit(node)
  return (
    <div className={styles.section}>
      <NodeHead node={node} />
      <label className={styles.label} htmlFor="field-statement">
        Statement
      </label>
      <TextArea
        id="field-statement"
        isData
        isInvalid
        value={node.statement}
        onChange={(event) => editStatement(event.target.value, 'statement')}
      />
      <p className={styles.error} role="alert">
        {message}
      </p>
    </div>
  )
}

/** What no form field shows would stand among the unknown options. */
function withoutSchema(
  options: Readonly<Record<string, string>>,
  isShown: boolean,
): Readonly<Record<string, string>> {
  if (!isShown) return options
  return Object.fromEntries(Object.entries(options).filter(([key]) => key !== 'SCHEMAID'))
}

/** Options are texts in SQL. */
function textOfOption(value: unknown): string | undefined {
  if (value === undefined) return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}
