/** Cases that disagree on purpose, each with its reason. The list stays short. */
export const deliberate: ReadonlyMap<string, string> = new Map([
  [
    'sink/bad/no-actions',
    'The recorded case lost its empty list of actions, which cannot be told from the default any more.',
  ],
])
