export interface KeywordHelp {
  /** How it is written. */
  readonly form: string
  readonly summary: string
  /** Whether it opens a block, or nothing can follow it in its action. */
  readonly block?: 'opens' | 'closes'
}

export const keywordHelp = {
  if: {
    form: 'if condition',
    summary: 'Writes what follows, up to {{else}} or {{end}}, where the condition holds.',
    block: 'opens',
  },
  range: {
    form: 'range list',
    summary: 'Writes what follows once for each element, which is then `.`.',
    block: 'opens',
  },
  with: {
    form: 'with value',
    summary: 'Writes what follows with the value as `.`, unless it is empty.',
    block: 'opens',
  },
  else: {
    form: 'else',
    summary: 'What to write where the condition does not hold or the list is empty.',
    block: 'closes',
  },
  end: { form: 'end', summary: 'Ends the innermost block.', block: 'closes' },
  break: { form: 'break', summary: 'Ends the range.', block: 'closes' },
  continue: { form: 'continue', summary: 'Goes on with the next element.', block: 'closes' },
  template: { form: 'template "name" value', summary: 'Writes a template that define made.' },
  define: {
    form: 'define "name"',
    summary: 'Keeps what follows as a template, without writing it.',
    block: 'opens',
  },
  block: {
    form: 'block "name" value',
    summary: 'Defines a template and writes it here.',
    block: 'opens',
  },
} as const satisfies Readonly<Record<string, KeywordHelp>>

export type TemplateKeyword = keyof typeof keywordHelp
