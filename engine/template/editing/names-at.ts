import { shapeOfPipe, type TemplateNames } from './pipe-shape.ts'
import type { Piece } from './scan.ts'
import { elementOf, unknownShape, type Shape } from './shape.ts'

/** A block that is open at some place: what its `{{else}}` and `{{end}}` go back to. */
interface Block {
  readonly word: string
  readonly outer: TemplateNames
}

export interface NamesAt extends TemplateNames {
  /** The words of the blocks that are open, innermost last. */
  readonly blocks: readonly string[]
}

/**
 * What `.` and variables mean behind these pieces, which end with a whole action. `root` is the shape of what
 * the template is given.
 */
export function namesBehind(pieces: readonly Piece[], root: Shape): NamesAt {
  const blocks: Block[] = []
  let names: TemplateNames = { dot: root, variables: new Map([['$', root]]) }
  for (const action of actionsOf(pieces)) names = behindAction(action, names, blocks)
  return { ...names, blocks: blocks.map(({ word }) => word) }
}

/** The pieces of each action, without its delimiters. One that is not closed counts like one that is. */
function* actionsOf(pieces: readonly Piece[]): Generator<readonly Piece[]> {
  let action: Piece[] | undefined
  for (const piece of pieces) {
    if (piece.kind === 'open') {
      if (action !== undefined) yield action
      action = []
    } else if (piece.kind === 'close' || piece.kind === 'text') {
      if (action !== undefined) yield action
      action = undefined
    } else if (piece.kind !== 'comment') action?.push(piece)
  }
  if (action !== undefined) yield action
}

function behindAction(
  action: readonly Piece[],
  names: TemplateNames,
  blocks: Block[],
): TemplateNames {
  const [word, ...rest] = action
  if (word?.kind !== 'keyword') return withDeclared(action, names)
  switch (word.text) {
    case 'if':
    case 'with':
    case 'range':
    case 'block':
    case 'define':
      blocks.push({ word: word.text, outer: names })
      return inBlock(word.text, rest, names)
    case 'else': {
      const outer = blocks.at(-1)?.outer ?? names
      const [next, ...pipe] = rest
      return next?.kind === 'keyword' ? inBlock(next.text, pipe, outer) : outer
    }
    case 'end':
      return blocks.pop()?.outer ?? names
    default:
      return names
  }
}

function inBlock(word: string, pipe: readonly Piece[], outer: TemplateNames): TemplateNames {
  switch (word) {
    case 'with': {
      const names = withDeclared(pipe, outer)
      return { ...names, dot: shapeOfPipe(valueOf(pipe), outer) }
    }
    case 'range': {
      const element = elementOf(shapeOfPipe(valueOf(pipe), outer))
      const declared = declaredIn(pipe)
      // `$i, $e := list`: of two names the first is the index.
      const shapes = declared.length === 1 ? [element] : [unknownShape, element]
      const variables = new Map(outer.variables)
      declared.forEach((name, index) => variables.set(name, shapes[index] ?? unknownShape))
      return { dot: element, variables }
    }
    case 'block':
    case 'define': {
      const dot = word === 'block' ? shapeOfPipe(pipe.slice(1), outer) : unknownShape
      return { dot, variables: new Map([['$', dot]]) }
    }
    default:
      return withDeclared(pipe, outer)
  }
}

function withDeclared(pipe: readonly Piece[], names: TemplateNames): TemplateNames {
  const declared = declaredIn(pipe)
  if (declared.length === 0) return names
  const shape = shapeOfPipe(valueOf(pipe), names)
  const variables = new Map(names.variables)
  for (const name of declared) variables.set(name, shape)
  return { ...names, variables }
}

function declarationEnd(pipe: readonly Piece[]): number {
  return pipe.findIndex(({ kind }) => kind === 'declare' || kind === 'assign')
}

function declaredIn(pipe: readonly Piece[]): readonly string[] {
  return pipe
    .slice(0, Math.max(0, declarationEnd(pipe)))
    .filter(({ kind }) => kind === 'variable')
    .map(({ text }) => text)
}

function valueOf(pipe: readonly Piece[]): readonly Piece[] {
  return pipe.slice(declarationEnd(pipe) + 1)
}
