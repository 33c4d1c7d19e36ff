import type { TemplateValue } from './value.ts'

/** The text written so far, shared by all templates of one run. */
export interface Output {
  text: string
}

/** One run of one template: its variables and where it writes. */
export class Run {
  readonly variables: TemplateValue[]
  readonly output: Output
  readonly depth: number

  constructor(slots: number, data: TemplateValue, output: Output = { text: '' }, depth = 0) {
    this.variables = new Array<TemplateValue>(slots).fill(undefined)
    this.variables[0] = data
    this.output = output
    this.depth = depth
  }
}

/** How a step ended: whether the loop around it goes on with its next element or ends. */
export type Signal = 'break' | 'continue' | undefined

/** A compiled node; `dot` is the current value of `.`. */
export type Step = (run: Run, dot: TemplateValue) => Signal

/** A compiled operand, command or pipeline. */
export type Evaluate = (run: Run, dot: TemplateValue) => TemplateValue
