import type { Problem } from '../../state/problems.ts'

export type FieldTexts = Readonly<Record<string, string>>

/** The first error of each field, and what to do. */
export function errorsByField(problems: readonly Problem[]): FieldTexts {
  return textsByField(problems, 'error')
}

/** The first warning of each field, and what to do. */
export function warningsByField(problems: readonly Problem[]): FieldTexts {
  return textsByField(problems, 'warning')
}

function textsByField(problems: readonly Problem[], wanted: Problem['severity']): FieldTexts {
  const texts: Record<string, string> = {}
  for (const { field, message, hint, severity } of problems) {
    if (field === undefined || severity !== wanted) continue
    texts[field] ??= hint === undefined ? message : `${message} ${hint}`
  }
  return texts
}
