const words: Readonly<Record<string, string>> = {
  EACCES: 'there is no permission to write there',
  EPERM: 'there is no permission to write there',
  EROFS: 'its file system is read-only',
  ENOENT: 'a part of the path is missing',
  ENOTDIR: 'a part of the path is a file, no folder',
  EEXIST: 'a part of the path is a file, no folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
}

/** What a system error on the folder of a cache means, and what helps; any other error as it is. */
export function cacheError(folder: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const reason = words[code]
  if (reason === undefined) return error
  const hint = 'Make it a folder that can be written and start again, or switch enableCache off'
  return new Error(`the folder ${folder} cannot be used: ${reason}. ${hint}`, { cause: error })
}
