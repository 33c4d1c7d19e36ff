import type { Expression } from '../../syntax/ast.ts'
import type { Diagnostic } from '../../syntax/diagnostic.ts'
import { clausesOf, walkExpression, type Clause } from '../../syntax/walk.ts'
import type { BoundSelect } from '../bound.ts'
import type { BindOptions } from '../environment.ts'

/** Statements that eKuiper runs, but not as nearly everybody expects. One code a trap, for ever. */
export const trapCodes = {
  limitKeepsRows: 'SQL2301',
  limitWithoutWindow: 'SQL2302',
  whereBelowOuterJoin: 'SQL2303',
  starAfterColumn: 'SQL2304',
  joinSidesByOn: 'SQL2305',
  countOfEmptyWindow: 'SQL2306',
  minusMinusComment: 'SQL2307',
  integerAverage: 'SQL2308',
  integerDivision: 'SQL2309',
  streamAlias: 'SQL2310',
  gluedSourceName: 'SQL2311',
  bangIsEqual: 'SQL2312',
  inOneColumn: 'SQL2313',
  pathPrecedence: 'SQL2314',
  betweenOperand: 'SQL2315',
  timeUnitValue: 'SQL2316',
  nullIsColumn: 'SQL2317',
  orderWithoutWindow: 'SQL2318',
  secondWindow: 'SQL2319',
  windowElsewhere: 'SQL2320',
  aggregateWithoutWindow: 'SQL2321',
  havingWithoutWindow: 'SQL2322',
  qualifiedStar: 'SQL2323',
  exceptAfterColumn: 'SQL2324',
  saturatedInteger: 'SQL2325',
  joinWithoutOn: 'SQL2326',
  structWithoutPath: 'SQL2327',
  aliasUsedBefore: 'SQL2328',
  textAfterSemicolon: 'SQL2329',
  overIgnored: 'SQL2330',
  textAddition: 'SQL2331',
  starInAnalytic: 'SQL2332',
  stateWindowGroups: 'SQL2333',
  sortNameShared: 'SQL2334',
  defaultWithoutStrict: 'SQL2340',
  duplicateColumn: 'SQL2341',
  duplicateOption: 'SQL2342',
} as const

export interface TrapContext extends BoundSelect {
  readonly text: string
  readonly options: BindOptions
}

/** Warnings of one trap. */
export type Trap = (context: TrapContext) => readonly Diagnostic[]

export function visitStatement(
  context: TrapContext,
  visit: (node: Expression, clause: Clause['name']) => void,
): void {
  for (const { name, expression } of clausesOf(context.statement)) {
    walkExpression(expression, (node) => {
      visit(node, name)
    })
  }
}

export function textOf(context: TrapContext, { span }: Pick<Expression, 'span'>): string {
  return context.text.slice(span.start, span.end)
}
