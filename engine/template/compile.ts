import { compileBody } from './compile-body.ts'
import type { Scope } from './scope.ts'
import type { TemplateEnvironment } from './function.ts'
import { templateFunctions } from './functions/index.ts'
import { TemplateSyntaxError } from './lexer.ts'
import { mainTemplate, parseTemplate } from './parser.ts'
import { Run, type Step } from './run.ts'
import { TemplateError } from './template-error.ts'
import { typedList, type TemplateValue } from './value.ts'
import type { RecordValue } from '../types/value.ts'

/** A template ready to run. It holds no state: one may serve any number of rows and rules. */
export interface Template {
  readonly source: string
  /** Whether it may change what it is given, as `set . "n" 1` does. */
  readonly changesData: boolean
  /** The text for one row, or for the rows of one result. Throws TemplateError. */
  render(data: RecordValue | readonly RecordValue[]): string
}

export type CompileResult =
  | { readonly ok: true; readonly template: Template }
  /** `at` and `end` are the range of the fault in the template's text. */
  | { readonly ok: false; readonly message: string; readonly at: number; readonly end: number }

/** Compiles a Go text/template with eKuiper's functions, once, to closures. */
export function compileTemplate(
  source: string,
  environment: TemplateEnvironment = fixedEnvironment,
): CompileResult {
  try {
    const used: string[] = []
    const tree = parseTemplate(source, (name) => {
      used.push(name)
      return Object.hasOwn(templateFunctions, name)
    })
    const scope: Scope = { source, environment, templates: new Map() }
    const steps = new Map<string, { readonly step: Step; readonly slots: number }>()
    for (const [name, definition] of tree.templates) {
      steps.set(name, { step: compileBody(definition.body, scope), slots: definition.slots })
    }
    for (const [name, compiled] of steps) scope.templates.set(name, compiled)
    const template: Template = {
      source,
      changesData: used.some((name) => changingFunctions.has(name)),
      render: (data) => renderMain(scope, data),
    }
    return { ok: true, template }
  } catch (error) {
    // Thousands of nested parentheses overflow the parser's stack.
    if (error instanceof RangeError) {
      const message = `template: ${mainTemplate}:1: the template is nested too deeply`
      return { ok: false, message, at: 0, end: source.length }
    }
    if (!(error instanceof TemplateSyntaxError)) throw error
    const line = source.slice(0, error.at).split('\n').length
    const message = `template: ${mainTemplate}:${line}: ${error.message}`
    return { ok: false, message, at: error.at, end: Math.max(error.end, error.at + 1) }
  }
}

function renderMain(scope: Scope, data: RecordValue | readonly RecordValue[]): string {
  const root: TemplateValue = Array.isArray(data)
    ? typedList(data as readonly RecordValue[], '[]map[string]interface {}')
    : data
  const main = scope.templates.get(mainTemplate)
  const run = new Run(main?.slots ?? 1, root)
  try {
    main?.step(run, root)
  } catch (error) {
    // Too deep, or a text longer than any text can be: the row's fault, not the engine's.
    if (!(error instanceof RangeError)) throw error
    throw new TemplateError(`template: ${mainTemplate}: ${error.message}`, '', 0)
  }
  return run.output.text
}

const changingFunctions: ReadonlySet<string> = new Set([
  'set',
  'unset',
  'merge',
  'mustMerge',
  'mergeOverwrite',
  'mustMergeOverwrite',
])

/** For previews and checks: the clock stands still and nothing is random. */
export const fixedEnvironment: TemplateEnvironment = {
  now: () => 0,
  random: () => 0,
  newId: () => '00000000-0000-4000-8000-000000000000',
  variable: () => '',
}
