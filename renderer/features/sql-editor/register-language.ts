import type * as Monaco from 'monaco-editor/editor.js'
import {
  complete,
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
  const contextOf = (model: Model) => contexts.get(model)?.() ?? { streams: [] }
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
          completionItem(monaco, model, position, suggestion, index),
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
      const text = format(model.getValue())
      return text === undefined ? [] : [{ range: model.getFullModelRange(), text }]
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
  position: Monaco.Position,
  suggestion: Suggestion,
  index: number,
): Monaco.languages.CompletionItem {
  const kinds = monaco.languages.CompletionItemKind
  const kind = {
    keyword: kinds.Keyword,
    function: kinds.Function,
    stream: kinds.Module,
    column: kinds.Field,
    snippet: kinds.Snippet,
  }[suggestion.kind]
  const word = model.getWordUntilPosition(position)
  const range =
    suggestion.replace === undefined
      ? new monaco.Range(position.lineNumber, word.startColumn, position.lineNumber, word.endColumn)
      : rangeOf(monaco, model, suggestion.replace.start, suggestion.replace.end)
  return {
    kind,
    range,
    label:
      suggestion.detail === undefined
        ? suggestion.label
        : { label: suggestion.label, description: suggestion.detail },
    insertText: suggestion.insert,
    sortText: String(index).padStart(5, '0'),
    ...(suggestion.isSnippet === true
      ? { insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet }
      : {}),
    ...(suggestion.documentation === undefined
      ? {}
      : { documentation: { value: suggestion.documentation } }),
  }
}
