import type { Schema, SchemaField } from '../../state/schema.ts'
import type { FieldErrors } from '../../state/validation.ts'
import { useView } from '../../state/workspace.ts'
import { Field } from '../../ui/Field.tsx'
import { Pill } from '../../ui/Pill.tsx'
import { CollapsibleSection } from '../../ui/Section.tsx'
import styles from './component-form.module.css'
import { groupsOf, isChanged, isOpenAtFirst, type FormGroup, type Values } from './form-model.ts'
import { chooseWidget } from './widget.ts'
import { widgets } from './widgets.ts'

export interface ComponentFormProps {
  readonly schema: Schema
  readonly values: Values
  readonly errors: FieldErrors
  /** What is surprising about values that can be used. */
  readonly warnings?: FieldErrors | undefined
  /** undefined takes the property out. */
  readonly onChange: (key: string, value: unknown) => void
}

/** The form of a component, from its schema. */
export function ComponentForm(props: ComponentFormProps) {
  const { schema, values, errors, warnings = noTexts, onChange } = props
  const isTold = (key: string) => errors[key] !== undefined || warnings[key] !== undefined
  return groupsOf(schema, values, isTold).map((group) => (
    <FormSection
      key={group.title}
      group={group}
      values={values}
      errors={errors}
      warnings={warnings}
      onChange={onChange}
    />
  ))
}

const noTexts: FieldErrors = {}

interface FormSectionProps extends Omit<ComponentFormProps, 'schema'> {
  readonly group: FormGroup
}

function FormSection({ group, values, errors, warnings, onChange }: FormSectionProps) {
  const fields = group.fields.map((field) => (
    <FormField
      key={field.key}
      field={field}
      values={values}
      error={errors[field.key]}
      warning={warnings?.[field.key]}
      onChange={onChange}
    />
  ))
  const openSerial = useView(({ focus }) =>
    group.fields.some(({ key }) => key === focus?.field) ? focus?.serial : undefined,
  )
  if (group.title === '') return <div className={styles.first}>{fields}</div>
  const { errorCount, warningCount } = countTold(group, errors, warnings)
  return (
    <CollapsibleSection
      title={group.title}
      isOpenAtFirst={isOpenAtFirst(group) || errorCount > 0}
      openSerial={openSerial}
      end={
        <>
          {errorCount > 0 && <Pill tone="error">{countOf(errorCount, 'error')}</Pill>}
          {warningCount > 0 && <Pill tone="warning">{countOf(warningCount, 'warning')}</Pill>}
          {group.changedCount > 0 && <Pill>{group.changedCount} changed</Pill>}
        </>
      }
    >
      {fields}
    </CollapsibleSection>
  )
}

/** How many fields show an error, and how many a warning. */
function countTold({ fields }: FormGroup, errors: FieldErrors, warnings: FieldErrors = noTexts) {
  const isWrong = ({ key }: SchemaField) => errors[key] !== undefined
  const warned = fields.filter((field) => !isWrong(field) && warnings[field.key] !== undefined)
  return { errorCount: fields.filter(isWrong).length, warningCount: warned.length }
}

function countOf(count: number, word: string): string {
  return count === 1 ? `1 ${word}` : `${count} ${word}s`
}

interface FormFieldProps {
  readonly field: SchemaField
  readonly values: Values
  readonly error: string | undefined
  readonly warning: string | undefined
  readonly onChange: (key: string, value: unknown) => void
}

function FormField({ field, values, error, warning, onChange }: FormFieldProps) {
  const widget = chooseWidget(widgets, field)
  if (widget === undefined) return null
  const id = `field-${field.key}`
  const { Widget } = widget
  const texts = { error, warning, help: field.help }
  const [told] = Object.entries(texts).find(([, text]) => text !== undefined) ?? []
  const describedBy = told === undefined ? undefined : `${id}-${told}`
  return (
    <Field
      id={id}
      label={field.title}
      help={field.help}
      error={error}
      warning={warning}
      isRequired={field.isRequired}
      isChanged={isChanged(field, values)}
      isTall={widget.isTall}
      isWide={widget.isWide}
      onReset={() => onChange(field.key, undefined)}
    >
      <Widget
        id={id}
        field={field}
        value={values[field.key]}
        isInvalid={error !== undefined}
        describedBy={describedBy}
        onChange={(value) => onChange(field.key, value)}
      />
    </Field>
  )
}
