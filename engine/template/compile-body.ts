import { compareUtf8 } from '../types/utf8.ts'
import { compilePipe, undefinedVariable } from './compile-pipe.ts'
import { Fault } from './fault.ts'
import type { Body, Node, Pipe } from './node.ts'
import { failAt, type Place } from './place.ts'
import type { Scope } from './scope.ts'
import { Run, type Evaluate, type Signal, type Step } from './run.ts'
import { GoInt, goInt, isListValue, isMap, isTrue, printed, type TemplateValue } from './value.ts'
import { noSlot } from './variables.ts'

export function compileBody(body: Body, scope: Scope): Step {
  const steps = body.map((node) => compileNode(node, scope))
  const [first, second] = steps
  if (first === undefined) return () => undefined
  if (second === undefined) return first
  return (run, dot) => {
    for (const step of steps) {
      const signal = step(run, dot)
      if (signal !== undefined) return signal
    }
    return undefined
  }
}

function compileNode(node: Node, scope: Scope): Step {
  switch (node.kind) {
    case 'text':
      return (run) => {
        run.output.text += node.text
        return undefined
      }
    case 'action': {
      const evaluate = compilePipe(node.pipe, scope)
      if (node.pipe.variables.length > 0) {
        return (run, dot) => {
          evaluate(run, dot)
          return undefined
        }
      }
      return (run, dot) => {
        run.output.text += printed(evaluate(run, dot))
        return undefined
      }
    }
    case 'if':
    case 'with':
      return compileBranch(node.kind, node, scope)
    case 'range':
      return compileRange(node, scope)
    case 'template':
      return compileInvocation(node, scope)
    default:
      return () => node.kind
  }
}

function compileBranch(
  kind: 'if' | 'with',
  node: Extract<Node, { kind: 'if' | 'with' }>,
  scope: Scope,
): Step {
  const evaluate = compilePipe(node.pipe, scope)
  const body = compileBody(node.body, scope)
  const otherwise = compileBody(node.otherwise, scope)
  return (run, dot) => {
    const value = evaluate(run, dot)
    if (isTrue(value)) return body(run, kind === 'with' ? value : dot)
    return otherwise(run, dot)
  }
}

/** Far below Go's limit, because every level needs some of our stack. */
const maxDepth = 1000

function compileInvocation(node: Extract<Node, { kind: 'template' }>, scope: Scope): Step {
  const evaluate: Evaluate =
    node.pipe === undefined ? () => undefined : compilePipe(node.pipe, scope)
  return (run, dot) => {
    const target = scope.templates.get(node.name)
    if (target === undefined) {
      failAt(run, scope, node, new Fault(`template "${node.name}" not defined`))
    }
    if (run.depth >= maxDepth) {
      failAt(run, scope, node, new Fault(`exceeded maximum template depth (${maxDepth})`))
    }
    const data = evaluate(run, dot)
    target.step(new Run(target.slots, data, run.output, run.depth + 1), data)
    return undefined
  }
}

/** Go would write for hours; a row must not hold up the engine or fill its memory. */
const longestRange = 10_000_000n

function compileRange(node: Extract<Node, { kind: 'range' }>, scope: Scope): Step {
  const evaluate = compilePipe({ ...node.pipe, variables: [] }, scope)
  const body = compileBody(node.body, scope)
  const otherwise = compileBody(node.otherwise, scope)
  const [first, second] = node.pipe.variables
  if (node.pipe.variables.includes(noSlot)) return undefinedVariable(node.pipe, scope)
  return (run, dot) => {
    const value = evaluate(run, dot)
    const count = value instanceof GoInt ? value.value : value
    if (typeof count === 'bigint' && count > longestRange) {
      failRange(run, scope, node, value, 'a range of ', ` is longer than ${longestRange}`)
    }
    if (second !== undefined && typeof count === 'bigint') {
      failRange(run, scope, node, value, "can't use ", ' to iterate over more than one variable')
    }
    let isEmpty = true
    for (const [key, item] of elementsOf(value, () => failRange(run, scope, node, value))) {
      isEmpty = false
      if (second !== undefined && first !== undefined) {
        run.variables[first] = key
        run.variables[second] = item
      } else if (first !== undefined) run.variables[first] = item
      const signal: Signal = body(run, item)
      if (signal === 'break') break
    }
    return isEmpty ? otherwise(run, dot) : undefined
  }
}

function failRange(
  run: Run,
  scope: Scope,
  node: Extract<Node, { kind: 'range' }>,
  value: TemplateValue,
  problem = "range can't iterate over ",
  rest = '',
): never {
  const message = problem + printed(value) + rest
  failAt(run, scope, lastOperand(node.pipe), new Fault(message))
}

/** Where Go says that a range fails: at what its pipeline looked at last. */
function lastOperand(pipe: Pipe): Place {
  const command = pipe.commands.at(-1)
  const operand = command?.operands.at(-1)
  if (operand?.kind === 'pipe') return lastOperand(operand.pipe)
  return operand ?? pipe
}

/** Keys and items in Go's order; nothing for a missing value, `fail` for what cannot be counted. */
function* elementsOf(
  value: TemplateValue,
  fail: () => never,
): Generator<readonly [TemplateValue, TemplateValue]> {
  if (value === undefined || value === null) return
  if (isListValue(value)) {
    for (let i = 0; i < value.length; i++) yield [goInt(i), value[i]]
  } else if (value instanceof Uint8Array) {
    for (let i = 0; i < value.length; i++) yield [goInt(i), goInt(value[i] ?? 0)]
  } else if (value instanceof GoInt) {
    for (let i = 0n; i < value.value; i++) yield [new GoInt(i), new GoInt(i)]
  } else if (typeof value === 'bigint') {
    for (let i = 0n; i < value; i++) yield [i, i]
  } else if (isMap(value)) {
    for (const name of Object.keys(value).sort(compareUtf8)) yield [name, value[name]]
  } else fail()
}
