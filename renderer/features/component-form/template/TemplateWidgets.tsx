import { use, useRef } from 'react'
import { findTemplateFault, type Shape, type TemplateMark } from '#engine/language'
import { TemplateHelpContext, type TemplateHelp } from '../../../state/template-help.ts'
import { printExactJson } from '../../../state/ruleset.ts'
import { placeholderOf, type WidgetProps } from '../widget.ts'
import { PayloadPreview } from './PayloadPreview.tsx'
import { TemplateInput } from './TemplateInput.tsx'
import styles from './template.module.css'

/** The data template, with the message it makes of the last row right under it. */
export function TemplateWidget(props: WidgetProps) {
  const help = use(TemplateHelpContext)
  const whole = useRef<HTMLDivElement>(null)
  // What one types and what becomes of it are to be seen together.
  const show = () => whole.current?.scrollIntoView({ block: 'nearest' })
  return (
    <div ref={whole} className={styles.template} onFocus={show} onInput={show}>
      <PropertyInput {...props} isMultiline />
      {help !== undefined && <PayloadPreview preview={help.preview} />}
    </div>
  )
}

/** A text that may hold templates, with what it is for the last row. */
export function DynamicTextWidget(props: WidgetProps) {
  const help = use(TemplateHelpContext)
  const rendered = renderedOf(props.field.key, help)
  return (
    <>
      <PropertyInput {...props} isMultiline={false} />
      {rendered !== undefined && (
        <p className={styles.rendered} aria-label={`${props.field.title} of the last row`}>
          {rendered}
        </p>
      )}
    </>
  )
}

function PropertyInput(props: WidgetProps & { readonly isMultiline: boolean }) {
  const { field, value, onChange, ...rest } = props
  return (
    <TemplateText
      {...rest}
      property={field.key}
      text={textOf(value)}
      placeholder={placeholderOf(field)}
      isRequired={field.isRequired}
      onChange={(written) => onChange(written === '' ? undefined : written)}
    />
  )
}

interface TemplateTextProps {
  /** Where the text stands in the action, with dots into nested properties. */
  readonly property: string
  readonly id?: string
  readonly label?: string
  readonly text: string
  readonly placeholder?: string | undefined
  readonly isMultiline: boolean
  readonly isInvalid?: boolean
  readonly isRequired?: boolean
  readonly describedBy?: string | undefined
  readonly onChange: (text: string) => void
}

/** A template of the action, with what is known of the rows it is for. */
export function TemplateText({ property, text, ...rest }: TemplateTextProps) {
  const help = use(TemplateHelpContext)
  return (
    <TemplateInput
      {...rest}
      value={text}
      marks={marksOf(property, text, rest.isMultiline, help)}
      shapeOf={() => help?.shape() ?? unknown}
    />
  )
}

const unknown: Shape = { kind: 'unknown' }

/** Where the text does not parse, else where it failed on the last row. */
function marksOf(
  property: string,
  text: string,
  isTemplate: boolean,
  help: TemplateHelp | undefined,
): readonly TemplateMark[] {
  // A property without a whole action on one line is plain text to eKuiper.
  const isRendered = isTemplate || /\{\{.*?\}\}/.test(text)
  const fault = isRendered ? findTemplateFault(text) : undefined
  if (fault !== undefined) return [fault]
  const preview = help?.preview
  const failed = preview?.ok === true ? preview.failed : undefined
  return failed?.property === property && failed.end <= text.length ? [failed] : []
}

function renderedOf(property: string, help: TemplateHelp | undefined): string | undefined {
  return help?.preview?.ok === true ? help.preview.messages[0]?.properties[property] : undefined
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : printExactJson(value)
}
