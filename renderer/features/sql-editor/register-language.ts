import type * as Monaco from 'monaco-editor/editor.js'
import {
  complete,
  emptyContext,
  format,
  hover,
  type LanguageContext,
  type Suggestion,
} from '../../state/language.ts'

export const sqlLanguageId = 'ekuiper-sql'

type Model = Monaco.editor.ITextModel

/** Which streams and columns a text can name; asked anew each time. */
export interface SqlLanguage {
  attach(model: Model, context: () => LanguageContext): void
}

/** Connects Monaco's completion, hover and formatting to the engine's language services. */
export function registerSqlLanguage(monaco: typeof Monaco): SqlLanguage {
  const contexts = new WeakMap<Model, () => LanguageContext>()
  const contextOf = (model: Model) => contexts.get(model)?.() ?? emptyContext
  monaco.languages.register({ id: sqlLanguageId })
  monaco.languages.setLanguageConfiguration(sqlLanguageId, {
    comments: { lineComment: '--', blockComment: ['/*', '*/'] },
    brackets: [
      ['(', ')'],
      ['[', ']'],
    ],
    autoClosingPairs: [
      { open: '(', close: ')' },
      { open: '[', close: ']' },
      { open: '"', close: '"' },
      { open: '`', close: '`' },
    ],
  })
  monaco.languages.registerCompletionItemProvider(sqlLanguageId, {
    triggerCharacters: ['.', ' ', '('],
    provideCompletionItems: (model, position) => {
      const suggestions = complete(model.getValue(), model.getOffsetAt(position), contextOf(model))
      return {
        suggestions: suggestions.map((suggestion, index) =>
          completionItem(monaco, model, suggestion, index),
        ),
      }
    },
  })
  monaco.languages.registerHoverProvider(sqlLanguageId, {
    provideHover: (model, position) => {
      const found = hover(model.getValue(), model.getOffsetAt(position), contextOf(model))
      if (found === undefined) return null
      return {
        contents: [{ value: found.text }],
        range: rangeOf(monaco, model, found.start, found.end),
      }
    },
  })
  monaco.languages.registerDocumentFormattingEditProvider(sqlLanguageId, {
    provideDocumentFormattingEdits: (model) => {
      return [{ range: model.getFullModelRange(), text: format(model.getValue()) }]
    },
  })
  return { attach: (model, context) => void contexts.set(model, context) }
}

export function rangeOf(
  monaco: typeof Monaco,
  model: Model,
  start: number,
  end: number,
): Monaco.Range {
  return monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end))
}

function completionItem(
  monaco: typeof Monaco,
  model: Model,
  suggestion: Suggestion,
  index: number,
): Monaco.languages.CompletionItem {
  const kinds = monaco.languages.CompletionItemKind
  const kind = {
    keyword: kinds.Keyword,
    function: kinds.Function,
    stream: kinds.Module,
    column: kinds.Field,
    alias: kinds.Variable,
    window: kinds.Event,
    unit: kinds.Unit,
  }[suggestion.kind]
  return {
    kind,
    range: rangeOf(monaco, model, suggestion.replace.start, suggestion.replace.end),
    label: { label: suggestion.label, description: suggestion.detail },
    insertText: suggestion.insert,
    sortText: String(index).padStart(5, '0'),
    ...(suggestion.isSnippet
      ? { insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet }
      : {}),
    ...(suggestion.documentation === ''
      ? {}
      : { documentation: { value: suggestion.documentation } }),
  }
}
