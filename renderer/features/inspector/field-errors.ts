import type { Problem } from '../../state/problems.ts'

/** The first message of each field. */
export function errorsByField(problems: readonly Problem[]): Readonly<Record<string, string>> {
  const errors: Record<string, string> = {}
  for (const { field, message, severity } of problems) {
    if (field !== undefined && severity === 'error') errors[field] ??= message
  }
  return errors
}
