import {
  compileTemplate,
  TemplateError,
  type CompileResult,
  type Template,
  type TemplateEnvironment,
} from '../template/index.ts'
import { toGoText } from '../types/go-text.ts'
import { refusalOf, type PropertyFault, type Refusal } from './property-fault.ts'
import type { Item } from './transform.ts'
import { TransformError } from './transform-error.ts'

/** A property that holds a template. `path` is its name, with dots into nested maps. */
export interface DynamicProperty {
  readonly path: string
  readonly text: string
  readonly template: Template
}

export type DynamicPropertiesResult =
  { readonly ok: true; readonly properties: readonly DynamicProperty[] } | Refusal

/** Text such as `{{.topic}}` on one line: one that spans lines, or is never closed, is plain text. */
const templatePattern = /\{\{.*?\}\}/

/** Whether a property with this text is no template. */
export const isPlainText = (text: string): boolean => !templatePattern.test(text)

/** Finds every text property with a template, in nested maps too but not in lists. */
export function findDynamicProperties(
  json: Readonly<Record<string, unknown>>,
  environment?: TemplateEnvironment,
): DynamicPropertiesResult {
  const properties: DynamicProperty[] = []
  const faults: PropertyFault[] = []
  for (const [path, text] of textProperties(json)) {
    if (isPlainText(text)) continue
    const compiled = compileTemplate(text, environment)
    if (compiled.ok) properties.push({ path, text, template: compiled.template })
    else faults.push(templateFault(path, compiled))
  }
  return refusalOf(faults) ?? { ok: true, properties }
}

/** What does not parse in a template, with its range. */
export function templateFault(
  property: string,
  fault: Extract<CompileResult, { readonly ok: false }>,
): PropertyFault {
  const { message, at, end } = fault
  return { property, message, range: { start: at, end } }
}

/** Every text in a map and the maps in it, by its path. */
export function* textProperties(json: object, prefix = ''): Generator<readonly [string, string]> {
  for (const [name, value] of Object.entries(json) as [string, unknown][]) {
    if (typeof value === 'string') yield [prefix + name, value]
    else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      yield* textProperties(value, `${prefix}${name}.`)
    }
  }
}

export type RenderProperties = (item: Item) => Readonly<Record<string, string>>

/** Of every message of an action without dynamic properties. */
export const noProperties: Readonly<Record<string, string>> = Object.freeze({})

/**
 * Renders an action's dynamic properties for one message; throws TransformError where one fails. What a
 * failing template had written before it failed is put in front of the next property that is rendered:
 * eKuiper shares one buffer between them and does not clear it.
 */
export function createPropertyRenderer(properties: readonly DynamicProperty[]): RenderProperties {
  if (properties.length === 0) return () => noProperties
  let leftover = ''
  return (item) => {
    const rendered: Record<string, string> = {}
    for (const { path, text, template } of properties) {
      try {
        rendered[path] = leftover + template.render(item)
        leftover = ''
      } catch (error) {
        if (!(error instanceof TemplateError)) throw error
        leftover += error.written
        const data = toGoText(item)
        const { message, at } = error
        throw new TransformError(
          `fail to calculate props ${text} through data ${data} with dataTemplate for error ${message}`,
          { property: path, source: text, at, message },
          leftoverHint(properties[0]?.path ?? path, leftover),
        )
      }
    }
    return rendered
  }
}

/** A data template is rendered again for the message, without the leftover. */
function leftoverHint(next: string, leftover: string): string | undefined {
  if (leftover === '' || next === 'dataTemplate') return undefined
  return (
    `Like eKuiper, which does not clear what a failed template had written, the next message's ${next} ` +
    `begins with ${JSON.stringify(leftover)}.`
  )
}
