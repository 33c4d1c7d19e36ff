import type { BoundSelect } from '../binder/bound.ts'
import { printPlanExpression } from '../plan/expression-text.ts'
import type { SelectField } from '../syntax/ast.ts'
import { canonicalSource } from '../plan/logical/bound-queries.ts'
import {
  createField,
  createProjection,
  type ProjectedField,
  type ProjectedStar,
  type Projection,
} from './operators/projection.ts'
import type { RuleCompiler } from './rule-scope.ts'

const inProjection = { seesWindow: true }

/** The SELECT list as the projection runs it: stars, columns, unnamed expressions, aliases. */
export function buildProjection(
  bound: BoundSelect,
  compiler: RuleCompiler,
  sendsNull: boolean,
): Projection {
  const stars: ProjectedStar[] = []
  const columns: ProjectedField[] = []
  const expressions: ProjectedField[] = []
  const aliases: ProjectedField[] = []
  bound.fields.forEach(({ field, name, isPlainColumn }, i) => {
    const { expression, isInvisible } = field
    if (expression.kind === 'wildcard') {
      stars.push(starOf(bound, expression))
      for (const replaced of expression.replace) {
        expressions.push(replacedField(bound, compiler, replaced))
      }
      return
    }
    const evaluate = compiler.compileField(i, inProjection)
    const text = printPlanExpression(expression, bound)
    if (field.alias !== undefined) {
      const origin = `alias: ${name} expr: ${text}`
      aliases.push(createField({ kind: 'value', name, evaluate, isInvisible, origin }))
    } else if (isPlainColumn) {
      columns.push(
        createField({ kind: 'column', name, evaluate, isInvisible, origin: `expr: ${text}` }),
      )
    } else {
      const isColumns =
        expression.kind === 'call' && bound.calls.get(expression)?.name === 'changed_cols'
      const kind = isColumns ? 'columns' : 'value'
      expressions.push(createField({ kind, name, evaluate, isInvisible, origin: `expr: ${text}` }))
    }
  })
  // A plain star has the plain columns in it, so that EXCEPT can take them away.
  const hasStar = stars.some((star) => star.source === undefined)
  const isJoined = bound.sources.length > 1
  // `stream.*` of joined rows gives nothing where no plain column stands beside it.
  const shown =
    isJoined && columns.length === 0 ? stars.filter((star) => star.source === undefined) : stars
  return createProjection({
    stars: shown,
    fields: [...(hasStar ? [] : columns), ...expressions, ...aliases],
    sendsNull,
  })
}

function starOf(
  bound: BoundSelect,
  star: Extract<SelectField['expression'], { kind: 'wildcard' }>,
): ProjectedStar {
  const named = bound.sources.findIndex(({ name }) => name === star.qualifier?.name)
  // Columns of joined rows are left out by the decoder or not at all.
  const names = bound.sources.length === 1 ? star.except.map((name) => name.name) : []
  return {
    source: star.qualifier === undefined ? undefined : canonicalSource(bound, named),
    except: new Set(names),
  }
}

function replacedField(
  bound: BoundSelect,
  compiler: RuleCompiler,
  field: SelectField,
): ProjectedField {
  const name = field.alias?.name ?? ''
  return createField({
    kind: 'value',
    name,
    evaluate: compiler.compile(field.expression, inProjection),
    isInvisible: false,
    origin: `expr: ${printPlanExpression(field.expression, bound)}`,
  })
}
