export { completeTemplate, isInAction } from './editing/complete.ts'
export type { TemplateCompletion, TemplateEdit } from './editing/complete.ts'
export { faultSpan, findTemplateFault } from './editing/template-faults.ts'
export type { TemplateMark } from './editing/template-faults.ts'
export { highlightTemplate } from './editing/highlight.ts'
export type { TemplateToken, TemplateTokenClass } from './editing/highlight.ts'
export {
  listShape,
  mapShape,
  mergeShapes,
  shapeOfRows,
  unknownShape,
  valueShape,
} from './editing/shape.ts'
export type { Shape } from './editing/shape.ts'
export { compileTemplate, fixedEnvironment } from './compile.ts'
export type { CompileResult, Template } from './compile.ts'
export type { TemplateEnvironment } from './function.ts'
export { TemplateError } from './template-error.ts'
export { toPlainRow } from './value.ts'
