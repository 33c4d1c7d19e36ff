import { compileTemplate } from '../template/index.ts'
import { findDynamicProperties, templateFault } from './dynamic-properties.ts'
import type { PropertyFault } from './read-properties.ts'

/** A template that does not parse. */
export interface TemplateFault {
  /** The property that holds it, with dots into nested ones. */
  readonly property: string
  readonly message: string
  /** Where in the property's text. */
  readonly span: { readonly start: number; readonly end: number }
}

/** What does not parse in the templates of an action's properties: of each kind, the first. */
export function templateFaults(
  properties: Readonly<Record<string, unknown>>,
): readonly TemplateFault[] {
  const { dataTemplate, ...others } = properties
  const faults: PropertyFault[] = []
  if (typeof dataTemplate === 'string') {
    const compiled = compileTemplate(dataTemplate)
    if (!compiled.ok) faults.push(templateFault('dataTemplate', compiled))
  }
  const dynamic = findDynamicProperties(others)
  if (!dynamic.ok) faults.push(dynamic.fault)
  return faults.map(({ property, message, range }) => ({
    property,
    message,
    span: range ?? { start: 0, end: 0 },
  }))
}
