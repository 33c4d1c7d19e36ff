import 'monaco-editor/features/bracketMatching/register.js'
import 'monaco-editor/features/caretOperations/register.js'
import 'monaco-editor/features/clipboard/register.js'
import 'monaco-editor/features/codeAction/register.js'
import 'monaco-editor/features/codeEditor/register.js'
import 'monaco-editor/features/codicon/register.js'
import 'monaco-editor/features/comment/register.js'
import 'monaco-editor/features/cursorUndo/register.js'
import 'monaco-editor/features/find/register.js'
import 'monaco-editor/features/format/register.js'
import 'monaco-editor/features/gotoError/register.js'
import 'monaco-editor/features/hover/register.js'
import 'monaco-editor/features/indentation/register.js'
import 'monaco-editor/features/linesOperations/register.js'
import 'monaco-editor/features/multicursor/register.js'
import 'monaco-editor/features/parameterHints/register.js'
import 'monaco-editor/features/placeholderText/register.js'
import 'monaco-editor/features/smartSelect/register.js'
import 'monaco-editor/features/snippet/register.js'
// The feature of that name registers only inline suggestions.
import 'monaco-editor/editor/contrib/suggest/browser/suggestController.js'
import 'monaco-editor/features/wordOperations/register.js'
import 'monaco-editor/features/wordPartOperations/register.js'
import * as monaco from 'monaco-editor/editor.js'
import EditorWorker from 'monaco-editor/editor/editor.worker.js?worker'
import { registerSqlLanguage } from './register-language.ts'

self.MonacoEnvironment = { getWorker: () => new EditorWorker() }

for (const name of ['dark', 'light'] as const) defineTheme(name)

/** The language is registered with Monaco once for all editors of the window. */
export const sqlLanguage = registerSqlLanguage(monaco)

export { monaco }

function defineTheme(name: 'dark' | 'light'): void {
  const isDark = name === 'dark'
  monaco.editor.defineTheme(`sluice-${name}`, {
    base: isDark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [],
    colors: {
      'editor.background': isDark ? '#12161b' : '#fafbfc',
      'editor.foreground': isDark ? '#e4e8ee' : '#1d232c',
      'editorLineNumber.foreground': isDark ? '#808a98' : '#6b7584',
      'editorLineNumber.activeForeground': isDark ? '#98a2b0' : '#5c6675',
      'editorCursor.foreground': isDark ? '#7c8cff' : '#4a5be0',
      'editor.selectionBackground': isDark ? '#7c8cff4d' : '#4a5be033',
      'editorWidget.background': isDark ? '#1c2129' : '#ffffff',
      'editorWidget.border': isDark ? '#272d37' : '#e1e4ea',
      'editorSuggestWidget.selectedBackground': isDark ? '#7c8cff33' : '#4a5be024',
      'editorSuggestWidget.selectedForeground': isDark ? '#e4e8ee' : '#1d232c',
      'editorSuggestWidget.highlightForeground': isDark ? '#7c8cff' : '#4a5be0',
      'editorSuggestWidget.focusHighlightForeground': isDark ? '#7c8cff' : '#4a5be0',
      'editorError.foreground': isDark ? '#f2665e' : '#cb2f2a',
      'editorWarning.foreground': isDark ? '#e3b341' : '#946200',
      'editorInfo.foreground': isDark ? '#98a2b0' : '#5c6675',
      'editorBracketMatch.background': isDark ? '#7c8cff2e' : '#4a5be01f',
      'editorBracketMatch.border': '#00000000',
      focusBorder: isDark ? '#7c8cff' : '#4a5be0',
    },
  })
}
