import { colourTokens, type LanguageContext } from '../../state/language.ts'
import type { Problem } from '../../state/problems.ts'
import { monaco, sqlLanguage } from './load-monaco.ts'
import { rangeOf, sqlLanguageId } from './register-language.ts'
import { smallestEdit } from './smallest-edit.ts'

interface OpenOptions {
  readonly label: string
  readonly value: string
  readonly context: () => LanguageContext
  readonly onChange: (text: string) => void
}

export interface SqlEditorHandle {
  setValue(text: string): void
  setLabel(label: string): void
  setTheme(theme: 'dark' | 'light'): void
  setProblems(problems: readonly Problem[]): void
  /** Streams or columns changed. */
  refresh(): void
  focusAt(offset: number): void
  format(): void
  close(): void
}

const lineHeight = 20
const minimumLines = 5
const maximumLines = 18

export function openSqlEditor(host: HTMLElement, options: OpenOptions): SqlEditorHandle {
  const model = monaco.editor.createModel(options.value, sqlLanguageId)
  let shown: readonly Problem[] = []
  sqlLanguage.attach(model, { context: options.context, problems: () => shown })
  const editor = monaco.editor.create(host, {
    ...editorOptions,
    model,
    ariaLabel: options.label,
    theme: `sluice-${document.documentElement.dataset['theme'] === 'light' ? 'light' : 'dark'}`,
  })
  const colours = editor.createDecorationsCollection()
  const colour = () => void colours.set(coloursOf(model))
  let isSettingValue = false
  const fit = () => {
    const lines = Math.ceil(editor.getContentHeight() / lineHeight)
    const height = Math.min(maximumLines, Math.max(minimumLines, lines)) * lineHeight
    host.style.height = `${Math.max(height, Math.min(editor.getContentHeight(), maximumLines * lineHeight))}px`
  }
  colour()
  fit()
  model.onDidChangeContent(() => {
    colour()
    if (!isSettingValue) options.onChange(model.getValue())
  })
  editor.onDidContentSizeChange(fit)
  return {
    setValue(text) {
      const edit = smallestEdit(model.getValue(), text)
      if (edit === undefined) return
      isSettingValue = true
      const range = rangeOf(monaco, model, edit.start, edit.end)
      editor.executeEdits('document', [{ range, text: edit.text }])
      isSettingValue = false
    },
    setLabel: (ariaLabel) => editor.updateOptions({ ariaLabel }),
    setTheme: (theme) => monaco.editor.setTheme(`sluice-${theme}`),
    setProblems(problems) {
      shown = problems
      monaco.editor.setModelMarkers(model, 'sluice', markersOf(model, problems))
    },
    refresh: colour,
    focusAt(offset) {
      const position = model.getPositionAt(offset)
      editor.setPosition(position)
      editor.revealPositionInCenterIfOutsideViewport(position)
      editor.focus()
    },
    format() {
      void editor.getAction('editor.action.formatDocument')?.run()
      editor.focus()
    },
    close() {
      editor.dispose()
      model.dispose()
    },
  }
}

const editorOptions: monaco.editor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  bracketPairColorization: { enabled: false },
  contextmenu: false,
  fixedOverflowWidgets: true,
  folding: false,
  fontFamily: "'JetBrains Mono Variable', monospace",
  fontLigatures: false,
  fontSize: 12,
  glyphMargin: false,
  guides: { indentation: false },
  hideCursorInOverviewRuler: true,
  lineDecorationsWidth: 10,
  lineHeight,
  lineNumbersMinChars: 2,
  links: false,
  minimap: { enabled: false },
  occurrencesHighlight: 'off',
  overviewRulerBorder: false,
  overviewRulerLanes: 0,
  padding: { top: 8, bottom: 8 },
  placeholder: 'SELECT * FROM ...',
  quickSuggestions: { other: true, comments: false, strings: false },
  renderLineHighlight: 'none',
  scrollBeyondLastLine: false,
  scrollbar: {
    alwaysConsumeMouseWheel: false,
    verticalScrollbarSize: 8,
    horizontalScrollbarSize: 8,
  },
  selectionHighlight: false,
  suggest: { showWords: false, showStatusBar: false, preview: false },
  tabSize: 2,
  wordBasedSuggestions: 'off',
  wordWrap: 'on',
}

/** Colours come from the engine's own lexer over the whole text, as classes of our stylesheet. */
function coloursOf(model: monaco.editor.ITextModel): monaco.editor.IModelDeltaDecoration[] {
  return colourTokens(model.getValue()).map((token) => ({
    range: rangeOf(monaco, model, token.start, token.end),
    options: {
      inlineClassName: `sql-${token.class}`,
      stickiness: monaco.editor.TrackedRangeStickiness.NeverGrowsWhenTypingAtEdges,
    },
  }))
}

function markersOf(
  model: monaco.editor.ITextModel,
  problems: readonly Problem[],
): monaco.editor.IMarkerData[] {
  const severities = {
    error: monaco.MarkerSeverity.Error,
    warning: monaco.MarkerSeverity.Warning,
    info: monaco.MarkerSeverity.Info,
  }
  return problems.map((problem) => {
    const start = problem.start ?? 0
    // A place between two characters would not be seen.
    const end = Math.max(problem.end ?? start, start + 1)
    const range = rangeOf(monaco, model, start, end)
    return {
      severity: severities[problem.severity],
      message: problem.hint === undefined ? problem.message : `${problem.message}\n${problem.hint}`,
      startLineNumber: range.startLineNumber,
      startColumn: range.startColumn,
      endLineNumber: range.endLineNumber,
      endColumn: range.endColumn,
      ...(problem.code === undefined ? {} : { code: problem.code }),
    }
  })
}
