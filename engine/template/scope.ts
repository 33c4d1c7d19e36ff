import type { TemplateEnvironment } from './function.ts'
import type { Step } from './run.ts'

/** What all parts of one template share. */
export interface Scope {
  readonly source: string
  readonly environment: TemplateEnvironment
  readonly templates: Map<string, { readonly step: Step; readonly slots: number }>
}
