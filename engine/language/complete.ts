import type { FunctionDefinition } from '../functions/definition.ts'
import { describeExample } from '../functions/example-text.ts'
import type { Span } from '../syntax/span.ts'
import { isKeyword } from '../syntax/token.ts'
import { contextAt, type CursorContext } from './cursor-context.ts'
import type { LanguageEnvironment } from './environment.ts'
import { columnsOfStream, namesOf } from './statement-names.ts'
import { clauseKeywords, unitDocumentation, windowDocumentation, writtenName } from './words.ts'

export type CompletionKind =
  'keyword' | 'function' | 'stream' | 'column' | 'alias' | 'window' | 'unit'

export interface CompletionItem {
  readonly label: string
  readonly kind: CompletionKind
  /** Short, beside the label. */
  readonly detail: string
  /** Markdown. */
  readonly documentation: string
  readonly insertText: string
  /** `insertText` has `$1`, `$2`, ... where the cursor goes. */
  readonly isSnippet: boolean
  readonly replaceSpan: Span
}

type ItemParts = Omit<CompletionItem, 'replaceSpan' | 'isSnippet' | 'documentation'> & {
  readonly documentation?: string
  readonly isSnippet?: boolean
}

/** What can be written at the cursor; the editor filters by what is typed already. */
export function complete(
  text: string,
  offset: number,
  environment: LanguageEnvironment,
): readonly CompletionItem[] {
  const context = contextAt(text, offset)
  return itemsAt(context, text, environment).map((item) => ({
    documentation: '',
    isSnippet: false,
    ...item,
    replaceSpan: context.replaceSpan,
  }))
}

function itemsAt(
  context: CursorContext,
  text: string,
  environment: LanguageEnvironment,
): readonly ItemParts[] {
  switch (context.place) {
    case 'none':
      return []
    case 'statement':
      return keywordItems('')
    case 'source':
      return streamItems(environment, environment.catalog.streamNames())
    case 'member':
      return columnItems([context.qualifier], environment)
    case 'unit':
      return Object.entries(unitDocumentation).map(([label, detail]) => ({
        label,
        kind: 'unit',
        detail,
        insertText: label,
      }))
    case 'expression':
      return expressionItems(context, text, environment)
  }
}

function expressionItems(
  context: CursorContext,
  text: string,
  environment: LanguageEnvironment,
): readonly ItemParts[] {
  const { sources, aliases } = namesOf(text)
  return [
    ...columnItems(sources, environment),
    ...aliases.map(({ name, expression }) => ({
      label: name,
      kind: 'alias' as const,
      detail: expression,
      insertText: writtenName(name, isKeyword),
    })),
    ...(context.clause === 'GROUP' ? windowItems() : []),
    ...environment.functions.all().map(functionItem),
    ...(sources.length > 1 ? streamItems(environment, sources) : []),
    ...keywordItems(context.clause),
  ]
}

function keywordItems(clause: string): readonly ItemParts[] {
  return (clauseKeywords[clause] ?? []).map((label) => ({
    label,
    kind: 'keyword',
    detail: '',
    insertText: label,
  }))
}

function streamItems(
  environment: LanguageEnvironment,
  names: readonly string[],
): readonly ItemParts[] {
  return names.flatMap((name) => {
    const stream = environment.catalog.stream(name)
    if (stream === undefined) return []
    const documentation = `\`\`\`sql\n${stream.statement}\n\`\`\``
    const insertText = writtenName(name, isKeyword)
    return [
      {
        label: name,
        kind: 'stream' as const,
        detail: stream.sourceKind,
        documentation,
        insertText,
      },
    ]
  })
}

function columnItems(
  sources: readonly string[],
  environment: LanguageEnvironment,
): readonly ItemParts[] {
  return sources.flatMap((source) =>
    columnsOfStream(source, environment).map(({ name, type }) => ({
      label: name,
      kind: 'column' as const,
      detail: type === undefined ? source : `${type}, ${source}`,
      insertText: writtenName(name, isKeyword),
    })),
  )
}

function windowItems(): readonly ItemParts[] {
  return Object.entries(windowDocumentation).map(([label, { form, summary }]) => ({
    label,
    kind: 'window',
    detail: form,
    documentation: summary,
    insertText: `${label}($1)`,
    isSnippet: true,
  }))
}

function functionItem(definition: FunctionDefinition): ItemParts {
  const [signature = `${definition.name}()`] = definition.signatures
  const takesNothing = definition.signatures.every((form) => form.endsWith('()'))
  return {
    label: definition.name,
    kind: 'function',
    detail: signature,
    documentation: describeFunction(definition),
    insertText: takesNothing ? `${definition.name}()` : `${definition.name}($1)`,
    isSnippet: !takesNothing,
  }
}

/** The function's page in short, as Markdown. */
export function describeFunction(definition: FunctionDefinition): string {
  const { signatures, summary, example, category } = definition
  return [
    `\`\`\`sql\n${signatures.join('\n')}\n\`\`\``,
    summary,
    ...(example === undefined ? [] : [describeExample(example)]),
    `*${category}*`,
  ].join('\n\n')
}
