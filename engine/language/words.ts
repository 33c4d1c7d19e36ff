/** What the editor says about the words of the language that are no functions. */
export interface WordDocumentation {
  readonly form: string
  readonly summary: string
}

export const windowDocumentation: Readonly<Record<string, WordDocumentation>> = {
  TUMBLINGWINDOW: {
    form: 'TUMBLINGWINDOW(unit, length)',
    summary: 'Windows of one length, one after the other.',
  },
  HOPPINGWINDOW: {
    form: 'HOPPINGWINDOW(unit, length, hop)',
    summary: 'Windows of one length that start every hop, so they overlap.',
  },
  SLIDINGWINDOW: {
    form: 'SLIDINGWINDOW(unit, length[, delay])',
    summary: 'For each row a window of the rows before it, and of the delay after it.',
  },
  SESSIONWINDOW: {
    form: 'SESSIONWINDOW(unit, maximum, timeout)',
    summary: 'Rows that follow each other closer than the timeout, up to the maximum length.',
  },
  COUNTWINDOW: {
    form: 'COUNTWINDOW(count[, hop])',
    summary: 'The last rows by number, every count or every hop rows.',
  },
  STATEWINDOW: {
    form: 'STATEWINDOW(begin, emit)',
    summary: 'Rows from the one that fulfils begin to the one that fulfils emit.',
  },
}

export const unitDocumentation: Readonly<Record<string, string>> = {
  dd: 'days',
  hh: 'hours',
  mi: 'minutes',
  ss: 'seconds',
  ms: 'milliseconds',
}

/** Keywords that may follow, by the clause the cursor is in. */
export const clauseKeywords: Readonly<Record<string, readonly string[]>> = {
  '': ['SELECT', 'CREATE STREAM', 'CREATE TABLE', 'DROP STREAM', 'DESCRIBE STREAM', 'SHOW STREAMS'],
  SELECT: ['AS', 'FROM', 'CASE', 'WHEN', 'THEN', 'ELSE', 'END', 'AND', 'OR', 'IN', 'NOT IN', 'LIKE', 'BETWEEN', 'EXCEPT', 'REPLACE', 'INVISIBLE', 'OVER', 'PARTITION BY', 'TRUE', 'FALSE'], // prettier-ignore
  FROM: ['AS', 'INNER JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN', 'CROSS JOIN', 'ON', 'WHERE', 'GROUP BY', 'ORDER BY', 'LIMIT'], // prettier-ignore
  WHERE: ['AND', 'OR', 'IN', 'NOT IN', 'LIKE', 'NOT LIKE', 'BETWEEN', 'CASE', 'TRUE', 'FALSE', 'GROUP BY', 'HAVING', 'ORDER BY', 'LIMIT'], // prettier-ignore
  GROUP: ['BY', 'FILTER', 'OVER', 'HAVING', 'ORDER BY', 'LIMIT'],
  HAVING: ['AND', 'OR', 'ORDER BY', 'LIMIT'],
  ORDER: ['BY', 'ASC', 'DESC', 'LIMIT'],
  LIMIT: [],
}

/** A name as it must be written: in backticks unless it is a plain word and no keyword. */
export function writtenName(name: string, isKeyword: (word: string) => boolean): string {
  const isPlain = /^[A-Za-z][A-Za-z0-9_]*$/.test(name) && !isKeyword(name.toUpperCase())
  return isPlain ? name : `\`${name}\``
}
