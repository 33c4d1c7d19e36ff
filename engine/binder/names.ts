import { suggest } from '../base/text.ts'
import type { ColumnReference, SelectStatement, Wildcard } from '../syntax/ast.ts'
import type { Diagnostic } from '../syntax/diagnostic.ts'
import { findAliasCycle, orderByAlias, type FieldUses } from './alias-order.ts'
import type { BoundSource, ColumnBinding } from './bound.ts'
import { clauseUses } from './clause-order.ts'
import { binderCodes } from './codes.ts'
import { NameTable, type NameProblem, type NameTarget } from './name-table.ts'
import { problem, replacing } from './problem.ts'
import { usesOf, type NameUse } from './references.ts'

export interface NamesResult {
  /** The fields in the order in which they are evaluated. */
  readonly fields: readonly FieldUses[]
  readonly columns: ReadonlyMap<ColumnReference, ColumnBinding>
  readonly diagnostics: readonly Diagnostic[]
}

export interface NamesOptions {
  readonly isSchemaless: boolean
  readonly seesAliases: boolean
}

/**
 * Resolves every name of the statement the way eKuiper's analyzer does it, in its order: an error of one
 * name is forgotten when a later name of the same field, or of the clauses after SELECT, is fine.
 */
export function bindNames(
  statement: SelectStatement,
  sources: readonly BoundSource[],
  options: NamesOptions,
): NamesResult {
  return new NameBinder(statement, sources, options).bind()
}

class NameBinder {
  readonly #statement: SelectStatement
  readonly #sources: readonly BoundSource[]
  readonly #options: NamesOptions
  readonly #table: NameTable
  readonly #isSource: (name: string) => boolean
  /** What each use was found to mean; absent while it is an alias to be looked up by name. */
  readonly #targets = new Map<ColumnReference | Wildcard, NameTarget>()

  constructor(statement: SelectStatement, sources: readonly BoundSource[], options: NamesOptions) {
    this.#statement = statement
    this.#sources = sources
    this.#options = options
    const [first, ...more] = sources
    this.#table = new NameTable(options.isSchemaless, more.length === 0 ? first?.name : undefined)
    const names = new Set(
      sources.flatMap(({ name, alias }) => (alias === undefined ? [name] : [name, alias])),
    )
    this.#isSource = (name) => names.has(name)
  }

  bind(): NamesResult {
    let fields: readonly FieldUses[] = this.#statement.fields.map((field, place) => ({
      field,
      place,
      uses: usesOf(field.expression, this.#isSource),
    }))
    const cycle = this.#options.seesAliases ? findAliasCycle(fields) : undefined
    if (cycle !== undefined) return this.#failed(fields, cycledAlias(cycle))
    if (!this.#options.isSchemaless) {
      this.#enterColumns()
      if (this.#options.seesAliases) {
        const ordered = orderByAlias(fields, this.#sources)
        if (ordered.unknown !== undefined)
          return this.#failed(fields, this.#unknown(ordered.unknown, fields))
        fields = ordered.fields
      }
    }
    const diagnostics = [...this.#bindFields(fields), ...this.#bindRest(fields)]
    return { fields, columns: this.#columns(fields), diagnostics }
  }

  #failed(fields: readonly FieldUses[], diagnostic: Diagnostic): NamesResult {
    return { fields, columns: new Map(), diagnostics: [diagnostic] }
  }

  #enterColumns(): void {
    for (const { name, definition } of this.#sources) {
      for (const column of definition.columns ?? []) this.#table.addColumn(column.name.name, name)
    }
  }

  /** Names in the SELECT list. One that equals the alias of an earlier field waits for that alias. */
  #bindFields(fields: readonly FieldUses[]): Diagnostic[] {
    const diagnostics: Diagnostic[] = []
    const earlier = new Set<string>()
    for (const { field, uses } of fields) {
      let error: Diagnostic | undefined
      for (const use of uses) {
        if (!earlier.has(use.name)) error = this.#bindUse(use, fields)
      }
      if (error !== undefined) diagnostics.push(error)
      if (field.alias !== undefined) earlier.add(field.alias.name)
    }
    return diagnostics
  }

  /** Aliases, then the names in the other clauses: one chain in which a later success forgets an error. */
  #bindRest(fields: readonly FieldUses[]): Diagnostic[] {
    let error: Diagnostic | undefined
    const byName = usesByName(fields)
    fields.forEach(({ field }, index) => {
      if (field.alias === undefined) return
      const failure = this.#table.addAlias(field.alias.name, index)
      error =
        failure === undefined
          ? undefined
          : problem(
              binderCodes.duplicateAlias,
              `the alias ${field.alias.name} is used twice`,
              field.alias.span,
              {
                hint: 'Aliases are compared without regard to case.',
              },
            )
      if (this.#options.seesAliases) this.#captureUses(fields, index, byName)
    })
    const streams = new Set(this.#sources.map(({ name }) => name))
    for (const use of clauseUses(this.#statement, this.#isSource)) {
      const isAlias = use.qualifier !== undefined && !streams.has(use.qualifier)
      error = isAlias ? this.#streamAlias(use) : this.#bindUse(use, fields)
    }
    return error === undefined ? [] : [error]
  }

  /** Other fields that use the name of this field's alias now mean the alias. */
  #captureUses(
    fields: readonly FieldUses[],
    index: number,
    byName: ReadonlyMap<string, readonly FieldUse[]>,
  ): void {
    const own = fields[index]?.field
    if (own?.alias === undefined) return
    const { expression, alias } = own
    const plain = fields[index]?.uses.find(
      (use) => use.node === expression && use.member === undefined,
    )
    const stream = plain === undefined ? '' : this.#streamOf(plain)
    for (const { use, alias: user } of byName.get(alias.name) ?? []) {
      if (user !== alias.name && this.#streamOf(use) === stream) {
        this.#targets.set(use.node, { kind: 'alias', field: index })
      }
    }
  }

  /** The stream a use is bound to by now; '' where that is open. */
  #streamOf(use: NameUse): string {
    const target = this.#targets.get(use.node)
    return target === undefined ? (use.qualifier ?? '') : streamOfTarget(target)
  }

  #bindUse(use: NameUse, fields: readonly FieldUses[]): Diagnostic | undefined {
    const result = this.#table.find(use.name, use.qualifier)
    if (!result.ok) return this.#explain(use, result.problem, fields)
    this.#targets.set(use.node, result.target)
    return undefined
  }

  #explain(use: NameUse, failure: NameProblem, fields: readonly FieldUses[]): Diagnostic {
    if (failure === 'ambiguous') {
      const owners = this.#sources.filter(({ definition }) =>
        definition.columns?.some(
          (column) => column.name.name.toLowerCase() === use.name.toLowerCase(),
        ),
      )
      const [owner] = owners
      return problem(
        binderCodes.ambiguousColumn,
        `several streams have a column ${use.name}`,
        use.span,
        {
          hint: 'Write the stream in front of it.',
          ...(owner === undefined
            ? {}
            : {
                fixes: owners.map(({ name }) =>
                  replacing(`Write ${name}.${use.name}`, use.span, `${name}.${use.name}`),
                ),
              }),
        },
      )
    }
    return this.#isAliasOnly(use) ? this.#streamAlias(use) : this.#unknown(use, fields)
  }

  #isAliasOnly(use: NameUse): boolean {
    return use.qualifier !== undefined && this.#sources.every(({ name }) => name !== use.qualifier)
  }

  #streamAlias(use: NameUse): Diagnostic {
    const source = this.#sources.find(({ alias }) => alias === use.qualifier)
    const name = source?.name ?? ''
    const qualifier = use.node.qualifier?.span ?? use.span
    const message = `eKuiper does not find columns by a stream's alias: ${use.qualifier ?? ''}.${use.name}`
    return problem(binderCodes.unknownQualifier, message, use.span, {
      hint: `Write the stream's own name, ${name}.`,
      fixes: [replacing(`Write ${name}.${use.name}`, qualifier, name)],
    })
  }

  #unknown(use: NameUse, fields: readonly FieldUses[]): Diagnostic {
    if (use.name === '*') {
      return problem(
        binderCodes.unknownColumn,
        `eKuiper knows no ${use.qualifier ?? ''}.* for streams with a schema`,
        use.span,
        {
          hint: 'Name the columns, or use a plain star.',
        },
      )
    }
    const owner = this.#sources.filter(
      ({ name }) => use.qualifier === undefined || name === use.qualifier,
    )
    const known = owner.flatMap(({ definition }) =>
      (definition.columns ?? []).map((column) => column.name.name),
    )
    const aliases = fields.flatMap(({ field }) =>
      field.alias === undefined ? [] : [field.alias.name],
    )
    const near = suggest(use.name, use.qualifier === undefined ? [...known, ...aliases] : known)
    const where = use.qualifier === undefined ? '' : ` in ${use.qualifier}`
    const span = use.node.kind === 'column' && use.member === undefined ? nameSpanOf(use) : use.span
    return problem(binderCodes.unknownColumn, `there is no column ${use.name}${where}`, span, {
      hint: near === undefined ? undefined : `Did you mean ${near}?`,
      ...(near === undefined ? {} : { fixes: [replacing(`Write ${near}`, span, near)] }),
    })
  }

  #columns(fields: readonly FieldUses[]): ReadonlyMap<ColumnReference, ColumnBinding> {
    const columns = new Map<ColumnReference, ColumnBinding>()
    /** The last field of each alias before the place that is entered. */
    const earlier = new Map<string, number>()
    const enter = (use: NameUse): void => {
      if (use.node.kind !== 'column') return
      const base = this.#bindingOf(use, earlier)
      const { member } = use
      columns.set(use.node, member === undefined ? base : { kind: 'member', base, name: member })
    }
    fields.forEach(({ field, uses }, index) => {
      uses.forEach(enter)
      if (field.alias !== undefined) earlier.set(field.alias.name, index)
    })
    clauseUses(this.#statement, this.#isSource).forEach(enter)
    return columns
  }

  #bindingOf(use: NameUse, earlier: ReadonlyMap<string, number>): ColumnBinding {
    const target = this.#targets.get(use.node)
    if (target?.kind === 'alias' && target.field !== undefined) {
      return { kind: 'alias', field: target.field }
    }
    if (target?.kind === 'any') return { kind: 'any-source', name: use.name }
    const stream = target?.source ?? use.qualifier
    if (stream !== undefined) {
      const source = this.#sources.findIndex(({ name }) => name === stream)
      return source < 0 ? { kind: 'nothing' } : { kind: 'column', source, name: use.name }
    }
    // Left to be found by name at run time: the alias of an earlier field, else any source.
    const field = earlier.get(use.name)
    return field === undefined ? { kind: 'any-source', name: use.name } : { kind: 'alias', field }
  }
}

interface FieldUse {
  readonly use: NameUse
  /** The alias of the field it stands in. */
  readonly alias: string | undefined
}

function usesByName(fields: readonly FieldUses[]): ReadonlyMap<string, readonly FieldUse[]> {
  const byName = new Map<string, FieldUse[]>()
  for (const { field, uses } of fields) {
    for (const use of uses) {
      const list = byName.get(use.name) ?? []
      list.push({ use, alias: field.alias?.name })
      byName.set(use.name, list)
    }
  }
  return byName
}

function nameSpanOf(use: NameUse): { readonly start: number; readonly end: number } {
  const qualifier = use.node.qualifier
  if (qualifier === undefined) return use.span
  return { start: Math.min(qualifier.span.end + 1, use.span.end), end: use.span.end }
}

function streamOfTarget(target: NameTarget | undefined): string {
  if (target === undefined || target.kind === 'any') return ''
  return target.kind === 'alias' ? '\u0007alias' : (target.source ?? '')
}

function cycledAlias({ field }: FieldUses): Diagnostic {
  const name = field.alias?.name ?? ''
  return problem(
    binderCodes.cycledAlias,
    `the alias ${name} depends on itself through other aliases`,
    field.alias?.span ?? field.span,
    {
      hint: 'Inside its own expression an alias means the column of that name; two fields cannot build on each other.',
    },
  )
}
