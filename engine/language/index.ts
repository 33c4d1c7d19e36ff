/**
 * The language as the editor uses it: analysis, completion, hover, highlighting and formatting. Pure, so it
 * runs in the window itself.
 */
export { analyze } from './analyze.ts'
export type { Analysis } from './analyze.ts'
export { complete, describeFunction } from './complete.ts'
export type { CompletionItem, CompletionKind } from './complete.ts'
export type { KnownColumn, LanguageEnvironment } from './environment.ts'
export { highlight } from './highlight.ts'
export type { ClassifiedToken, TokenClass } from './highlight.ts'
export { hover } from './hover.ts'
export { outputShape } from './output-shape.ts'
export {
  completeTemplate,
  findTemplateFault,
  highlightTemplate,
  isInAction,
  listShape,
  mergeShapes,
  shapeOfRows,
} from '../template/index.ts'
export type {
  Shape,
  TemplateCompletion,
  TemplateEdit,
  TemplateMark,
  TemplateToken,
} from '../template/index.ts'
export { isTextFormat, previewAction } from './preview-action.ts'
export type { ActionPreview, FailedMark, MessagePreview } from './preview-action.ts'
export { builtInFormats } from '../decode/index.ts'
export { analyzeAction } from './analyze-action.ts'
export type { ActionContext } from './analyze-action.ts'
export type { Hover } from './hover.ts'
export { createCatalog, definitionsOf, emptyCatalog, executeStatement } from '../catalog/catalog.ts'
export { readColumns } from '../catalog/schema-columns.ts'
export type { SchemaColumns } from '../catalog/schema-columns.ts'
export type { ExecuteResult } from '../catalog/catalog.ts'
export type { Catalog, StreamDefinition } from '../catalog/stream.ts'
export { createFunctionCatalog } from '../functions/index.ts'
export type { FunctionCatalog } from '../functions/index.ts'
export type { FunctionDefinition } from '../functions/definition.ts'
export { unrunnableFunction } from '../functions/description.ts'
export type { FunctionDescription } from '../functions/description.ts'
export { signatureHelp } from './signature-help.ts'
export type { Signature, SignatureHelp } from './signature-help.ts'
export { format } from '../syntax/format/format.ts'
export { parse } from '../syntax/parse.ts'
export type { ParseResult } from '../syntax/parse.ts'
export { tokenize } from '../syntax/lexer.ts'
export { keywords } from '../syntax/token.ts'
export type { Token, TokenKind } from '../syntax/token.ts'
export type { Diagnostic, Fix, Severity } from '../syntax/diagnostic.ts'
export type { Span } from '../syntax/span.ts'
export type { SelectStatement, Statement } from '../syntax/ast.ts'
