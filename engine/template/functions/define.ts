import type {
  Parameter,
  TemplateEnvironment,
  TemplateFunction,
  TemplateFunctionCategory,
} from '../function.ts'
import type { TemplateValue } from '../value.ts'

type Run = (args: readonly TemplateValue[], environment: TemplateEnvironment) => TemplateValue

/** `define('trunc length text', ['int', 'string'], run)` for one category. */
export function definer(category: TemplateFunctionCategory) {
  return (
    signature: string,
    parameters: readonly Parameter[],
    run: Run,
    rest?: Parameter,
  ): TemplateFunction => ({
    category,
    signature,
    parameters,
    run,
    ...(rest === undefined ? {} : { rest }),
  })
}
