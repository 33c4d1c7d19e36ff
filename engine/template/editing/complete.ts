import { templateFunctions } from '../functions/index.ts'
import { summaryOf } from '../functions/summaries.ts'
import { keywordHelp, type KeywordHelp, type TemplateKeyword } from './keyword-help.ts'
import { namesBehind, type NamesAt } from './names-at.ts'
import { shapeOfPipe } from './pipe-shape.ts'
import { placeAt, type Place } from './place-at.ts'
import { scanTemplate, type Piece } from './scan.ts'
import { describeShape, type Shape } from './shape.ts'

/** One entry of a template editor's completion. */
export interface TemplateCompletion {
  readonly label: string
  readonly kind: 'column' | 'variable' | 'function' | 'keyword'
  /** The type of a value, or how a function is called, such as `trunc length text`. */
  readonly detail: string
  /** One line; empty where there is nothing to say. */
  readonly documentation: string
  readonly edit: TemplateEdit
}

/** `text` takes the place of start to end; the cursor then stands at `caret`. Offsets in the template. */
export interface TemplateEdit {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly caret: number
}

interface Choice extends Omit<TemplateCompletion, 'edit'> {
  /** What is compared with what is typed. */
  readonly name: string
  readonly insert: string
  /** Where it begins, if not at the word. */
  readonly from?: number
  /** Whether an `{{end}}` belongs to it, or nothing can follow it. */
  readonly block?: 'opens' | 'closes'
}

/**
 * What can be written at the cursor, best first; `root` is the shape of what the template is given. Between
 * actions that is an action with its delimiters.
 */
export function completeTemplate(
  source: string,
  offset: number,
  root: Shape,
): readonly TemplateCompletion[] {
  const pieces = scanTemplate(source)
  if (isText(pieces, offset)) return completeText(pieces, offset, root)
  const place = placeAt(pieces, offset)
  if (place === undefined) return []
  const names = namesBehind(pieces.slice(0, place.actionFrom), root)
  return bestOf(choicesAt(place, names, source), place.typed).map((choice) =>
    completionOf(choice, editAt(choice, place, pieces, source)),
  )
}

/** Whether the cursor stands between the delimiters of an action. */
export function isInAction(source: string, offset: number): boolean {
  return !isText(scanTemplate(source), offset)
}

function isText(pieces: readonly Piece[], offset: number): boolean {
  const before = pieces.findLast(({ start }) => start < offset)
  if (before === undefined || before.kind === 'text') return true
  return before.kind === 'close' && before.end === offset
}

function completeText(
  pieces: readonly Piece[],
  offset: number,
  root: Shape,
): readonly TemplateCompletion[] {
  const names = namesBehind(
    pieces.filter(({ end }) => end <= offset),
    root,
  )
  const place: Place = {
    ...{ position: 'start', actionFrom: 0, close: undefined, typed: '', word: 'none', base: [] },
    ...{ start: offset, end: offset },
  }
  return choicesAt(place, names, '').map((choice) => {
    const end = choice.block === 'opens' ? '}}{{end}}' : '}}'
    const text = `{{${choice.insert}${end}`
    const caret =
      choice.kind === 'column' || choice.block === 'closes' ? text.length : text.length - end.length
    return completionOf(choice, { start: offset, end: offset, text, caret: offset + caret })
  })
}

function completionOf(
  { label, kind, detail, documentation }: Choice,
  edit: TemplateEdit,
): TemplateCompletion {
  return { label, kind, detail, documentation, edit }
}

function choicesAt(place: Place, names: NamesAt, source: string): readonly Choice[] {
  const { position, word } = place
  if (position === 'nothing') return []
  if (position === 'else') return word === 'field' ? [] : keywordChoices(['if', 'with'])
  if (position === 'stage') return word === 'field' ? [] : functionChoices(true)
  if (word === 'variable') return variableChoices(names)
  if (word === 'field') return fieldChoices(place, names, source)
  const values = [...dotChoices(names), ...outerChoices(names), ...variableChoices(names)]
  if (position === 'argument') return values
  const words = position === 'start' ? keywordChoices(keywordsAt(names)) : []
  return [...values, ...words, ...functionChoices(false)]
}

/** Behind a dot. */
function fieldChoices(place: Place, names: NamesAt, source: string): readonly Choice[] {
  const { base } = place
  if (base.length === 0) return dotChoices(names)
  const from = base[0]?.start ?? place.start
  return memberChoices(shapeOfPipe(base, names), source.slice(from, place.start), from)
}

/** Columns of `.`; where that is a list of rows, those of its first row. */
function dotChoices({ dot }: NamesAt): readonly Choice[] {
  if (dot.kind !== 'list') return memberChoices(dot, '')
  const each: Choice = {
    ...{
      label: 'range .',
      name: 'range',
      kind: 'keyword',
      detail: 'range list',
      insert: 'range .',
    },
    documentation: 'Writes what follows, up to {{end}}, once for each row.',
    block: 'opens',
  }
  return [each, ...memberChoices(dot.element, '(index . 0)')]
}

/** What a template may also name inside of a block: the columns of the row itself. */
function outerChoices({ dot, variables }: NamesAt): readonly Choice[] {
  const root = variables.get('$')
  return root === undefined || root === dot ? [] : memberChoices(root, '$')
}

/** The fields of a value that is written `base`, which begins at `from`. */
function memberChoices(shape: Shape, base: string, from?: number): readonly Choice[] {
  if (shape.kind !== 'map') return []
  return [...shape.fields].map(([name, field]) => {
    const isPlain = /^[\p{L}_][\p{L}\p{Nd}_]*$/u.test(name)
    const whole = base === '' ? '.' : base
    const insert = isPlain ? `${base}.${name}` : `(index ${whole} ${JSON.stringify(name)})`
    const example = field.kind === 'value' && field.example !== '' ? field.example : undefined
    return {
      label: from === undefined ? `${base}.${name}` : name,
      kind: 'column',
      detail: describeShape(field),
      documentation: example === undefined ? '' : `Last: ${example}`,
      name,
      insert,
      ...(from === undefined ? {} : { from }),
    }
  })
}

function variableChoices({ variables }: NamesAt): readonly Choice[] {
  return [...variables].toReversed().map(([label, shape]) => ({
    ...{ label, kind: 'variable', detail: describeShape(shape), insert: label },
    documentation: label === '$' ? 'What the template is given: . outside of all blocks.' : '',
    name: label.slice(1),
  }))
}

function functionChoices(isStage: boolean): readonly Choice[] {
  return Object.entries(templateFunctions).flatMap(([label, definition]) => {
    const documentation = summaryOf(label)
    // One without a summary can only fail.
    if (documentation === undefined) return []
    const { signature, parameters, rest } = definition
    const count = parameters.length + (rest === undefined ? 0 : 1)
    const insert = count > (isStage ? 1 : 0) ? `${label} ` : label
    return [{ label, kind: 'function', detail: signature, documentation, name: label, insert }]
  })
}

function keywordsAt({ blocks }: NamesAt): readonly TemplateKeyword[] {
  return [
    ...(blocks.length > 0 ? (['end', 'else'] as const) : []),
    ...(['if', 'range', 'with'] as const),
    ...(blocks.includes('range') ? (['break', 'continue'] as const) : []),
    ...(['template', 'define', 'block'] as const),
  ]
}

function keywordChoices(words: readonly TemplateKeyword[]): readonly Choice[] {
  return words.map((label) => {
    const { form, summary, block }: KeywordHelp = keywordHelp[label]
    const insert = form === label ? label : `${label} `
    return {
      ...{ label, kind: 'keyword', detail: form, documentation: summary, name: label, insert },
      ...(block === undefined ? {} : { block }),
    }
  })
}

/** Those that begin with what is typed, then those that have it somewhere, each in their order. */
function bestOf(choices: readonly Choice[], typed: string): readonly Choice[] {
  const wanted = typed.toLowerCase()
  const places = choices.map((choice) => choice.name.toLowerCase().indexOf(wanted))
  return [
    ...choices.filter((_, index) => places[index] === 0),
    ...choices.filter((_, index) => (places[index] ?? -1) > 0),
  ]
}

function editAt(
  choice: Choice,
  place: Place,
  pieces: readonly Piece[],
  source: string,
): TemplateEdit {
  const start = choice.from ?? place.start
  const { close } = place
  const isOpening = choice.block === 'opens' && place.position !== 'else' && needsEnd(pieces, place)
  const end = isOpening ? '{{end}}' : ''
  const written = start + choice.insert.length
  if (close === undefined) {
    const text = `${choice.insert}}}${end}`
    const caret = choice.block === 'closes' ? written + 2 : written
    return { start, end: place.end, text, caret }
  }
  if (choice.block === 'closes') {
    const rest = source.slice(place.end, close.end)
    return { start, end: close.end, text: choice.insert + rest, caret: written + rest.length }
  }
  if (end === '') return { start, end: place.end, text: choice.insert, caret: written }
  const rest = source.slice(place.end, close.end)
  return { start, end: close.end, text: choice.insert + rest + end, caret: written }
}

/** Whether the block that is begun here has no `{{end}}` yet. */
function needsEnd(pieces: readonly Piece[], { actionFrom }: Place): boolean {
  let open = 0
  pieces.forEach((piece, index) => {
    const isWord = piece.kind === 'keyword' && pieces[index - 1]?.kind === 'open'
    if (!isWord || index === actionFrom + 1) return
    if (/^(if|range|with|block|define)$/.test(piece.text)) open++
    if (piece.text === 'end') open--
  })
  return open >= 0
}
