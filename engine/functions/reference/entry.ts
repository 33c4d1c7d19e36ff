import { createFunctionCatalog } from '../index.ts'
import { referencePage } from './page.ts'

/** The reference page of the built-in functions. */
export function builtInReferencePage(): string {
  return referencePage(createFunctionCatalog().all())
}
