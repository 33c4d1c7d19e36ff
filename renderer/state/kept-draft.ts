interface Recent {
  readonly name: string
  readonly folder: string
}

/** The drawing without a folder that main made a recent project when another one, `opened`, took its place. */
export function keptDraft<Project extends Recent>(
  before: readonly Project[],
  after: readonly Project[],
  opened: string | undefined,
): Project | undefined {
  const known = new Set([...before.map(({ folder }) => folder), opened])
  return after.find(({ folder }) => !known.has(folder))
}
