/** The syntax tree of a template. `at` is the offset that errors name, `text` how they show the node. */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'action'; readonly pipe: Pipe }
  | BranchNode
  | {
      readonly kind: 'range'
      readonly pipe: Pipe
      readonly body: Body
      readonly otherwise: Body
      readonly at: number
    }
  | {
      readonly kind: 'template'
      readonly name: string
      readonly pipe: Pipe | undefined
      readonly at: number
      readonly text: string
    }
  | { readonly kind: 'break' | 'continue' }

export type Body = readonly Node[]

export interface BranchNode {
  readonly kind: 'if' | 'with'
  readonly pipe: Pipe
  readonly body: Body
  readonly otherwise: Body
}

/** `$i, $e := a | b`. Variables are numbered slots of the frame. */
export interface Pipe {
  readonly variables: readonly number[]
  readonly commands: readonly Command[]
  readonly at: number
  readonly text: string
}

export interface Command {
  readonly operands: readonly [Operand, ...Operand[]]
  readonly at: number
  readonly text: string
}

export type Operand = OperandShape & { readonly at: number; readonly text: string }

type OperandShape =
  | { readonly kind: 'dot' | 'nil' }
  | { readonly kind: 'field'; readonly names: readonly string[] }
  | { readonly kind: 'variable'; readonly slot: number; readonly names: readonly string[] }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'pipe'; readonly pipe: Pipe }
  /** `(pipe).a.b` */
  | { readonly kind: 'chain'; readonly base: Operand; readonly names: readonly string[] }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** `isFloat` is what the number is where nothing else is wanted; `integer` is there where it is whole. */
  | {
      readonly kind: 'number'
      readonly isFloat: boolean
      readonly float: number
      readonly integer: bigint | undefined
    }

/** A parsed template with everything it defines. `slots` is how many variables one run needs. */
export interface TemplateTree {
  readonly templates: ReadonlyMap<string, TemplateDefinition>
}

export interface TemplateDefinition {
  readonly body: Body
  readonly slots: number
}
