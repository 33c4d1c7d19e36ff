import type { CollectionOperator, RowOperator } from './operators/operator.ts'

/** A place in a rule's chain of operators. Which of the two it takes depends on what stands before it. */
export interface Stage extends RowOperator, CollectionOperator {}

/** Takes the rows of a table that nothing is joined with: they never trigger anything. */
export class NoRows implements RowOperator {
  rows(): void {
    // Nothing is sent.
  }
}

/** Behind the last operator, where nothing may come. */
export class EndStage implements Stage {
  rows(): void {
    throw new Error('invariant: a plan ends with a projection')
  }

  collection(): void {
    throw new Error('invariant: a plan ends with a projection')
  }
}

export function bindRows(operator: RowOperator): RowOperator['rows'] {
  return (batch) => {
    operator.rows(batch)
  }
}

export function bindCollections(operator: CollectionOperator): CollectionOperator['collection'] {
  return (collection) => {
    operator.collection(collection)
  }
}

export function fromRows(rows: RowOperator['rows']): Stage {
  return { rows, collection: noCollection }
}

export function fromOperator(operator: RowOperator): Stage {
  return { rows: bindRows(operator), collection: noCollection }
}

export function fromCollections(operator: CollectionOperator): Stage {
  return {
    rows: () => {
      throw new Error('invariant: rows are put together before they are joined or grouped')
    },
    collection: bindCollections(operator),
  }
}

function noCollection(): never {
  throw new Error('invariant: single rows come before windows')
}
