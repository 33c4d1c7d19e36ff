import type * as Monaco from 'monaco-editor/editor.js'
import {
  complete,
  emptyContext,
  type Fix,
  format,
  hover,
  type LanguageContext,
  signatureHelp,
  type SignatureHelp,
  type Suggestion,
} from '../../state/language.ts'
import type { Problem } from '../../state/problems.ts'

export const sqlLanguageId = 'ekuiper-sql'

type Model = Monaco.editor.ITextModel

/** What belongs to one text; asked anew each time. */
export interface SqlText {
  /** Which streams and columns it can name. */
  context(): LanguageContext
  problems(): readonly Problem[]
}

export interface SqlLanguage {
  attach(model: Model, text: SqlText): void
}

/** Connects Monaco's completion, hover and formatting to the engine's language services. */
export function registerSqlLanguage(monaco: typeof Monaco): SqlLanguage {
  const texts = new WeakMap<Model, SqlText>()
  const contextOf = (model: Model) => texts.get(model)?.context() ?? emptyContext
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
  monaco.languages.registerSignatureHelpProvider(sqlLanguageId, {
    signatureHelpTriggerCharacters: ['(', ','],
    signatureHelpRetriggerCharacters: [')'],
    provideSignatureHelp: (model, position) => {
      const help = signatureHelp(model.getValue(), model.getOffsetAt(position), contextOf(model))
      return help === undefined ? null : { value: signatureHint(help), dispose: () => {} }
    },
  })
  monaco.languages.registerDocumentFormattingEditProvider(sqlLanguageId, {
    provideDocumentFormattingEdits: (model) => {
      return [{ range: model.getFullModelRange(), text: format(model.getValue()) }]
    },
  })
  monaco.languages.registerCodeActionProvider(sqlLanguageId, {
    provideCodeActions: (model, range) => ({
      actions: (texts.get(model)?.problems() ?? []).flatMap((problem) => {
        const { start = 0, end = start } = problem
        const isTouched = monaco.Range.areIntersectingOrTouching(
          range,
          rangeOf(monaco, model, start, end),
        )
        return isTouched ? (problem.fixes ?? []).map((fix) => codeAction(monaco, model, fix)) : []
      }),
      dispose: () => {},
    }),
  })
  return { attach: (model, text) => void texts.set(model, text) }
}

function signatureHint({
  signatures,
  active,
  argument,
  summary,
}: SignatureHelp): Monaco.languages.SignatureHelp {
  return {
    activeSignature: active,
    activeParameter: argument,
    signatures: signatures.map(({ label, parameters }) => ({
      label,
      documentation: { value: summary },
      parameters: parameters.map(({ start, end }) => ({ label: [start, end] })),
    })),
  }
}

export function rangeOf(
  monaco: typeof Monaco,
  model: Model,
  start: number,
  end: number,
): Monaco.Range {
  return monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end))
}

function codeAction(monaco: typeof Monaco, model: Model, fix: Fix): Monaco.languages.CodeAction {
  return {
    title: fix.title,
    kind: 'quickfix',
    isPreferred: true,
    edit: {
      edits: fix.edits.map(({ span, text }) => ({
        resource: model.uri,
        versionId: model.getVersionId(),
        textEdit: { range: rangeOf(monaco, model, span.start, span.end), text },
      })),
    },
  }
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
