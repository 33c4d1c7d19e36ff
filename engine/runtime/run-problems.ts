import type { ComponentDescription } from '../api/component.ts'
import type { Diagnostic } from '../syntax/diagnostic.ts'
import type { RunProblem } from './run.ts'

/** The span of what concerns all of its place. */
export const nowhere = { start: 0, end: 0 }

/** Everything found wrong while a run is prepared, in the order it was found. */
export class RunProblems {
  readonly all: RunProblem[] = []

  report(place: string, ...diagnostics: readonly Diagnostic[]): void {
    for (const diagnostic of diagnostics) this.all.push({ place, diagnostic })
  }

  /** An error of all of its place. */
  reportText(place: string, code: string, message: string, hint?: string): void {
    const error = { code, severity: 'error', message, span: nowhere } as const
    this.report(place, hint === undefined ? error : { ...error, hint })
  }

  /** A component that can be drawn and exported but does not run here. */
  reportUnavailable(place: string, { unavailable }: ComponentDescription): void {
    if (unavailable === undefined) return
    this.report(place, {
      code: 'CFG5005',
      severity: 'warning',
      message: unavailable,
      span: nowhere,
    })
  }

  /** No plugin brings a source or sink of this type. */
  reportMissing(place: string, code: string, kind: 'source' | 'sink', type: string): void {
    const message =
      kind === 'source' ? `source type ${type} not found` : `sink ${type} is not defined`
    const hint =
      `Install the plugin that brings it. Of a native plugin of eKuiper (.so) its metadata file ` +
      `${kind}s/${type}.json in a plugin folder is enough to draw, check and export rules with it.`
    this.reportText(place, code, message, hint)
  }

  errorCount(): number {
    return this.all.filter(({ diagnostic }) => diagnostic.severity === 'error').length
  }
}
