import { ConnectionError } from '#engine/api'

/** What may be better in a moment: the disk has room again, handles are free. */
const passing: ReadonlySet<string> = new Set([
  ...['ENOSPC', 'EDQUOT', 'EIO', 'EMFILE', 'ENFILE', 'EBUSY', 'EAGAIN', 'ESTALE'],
])

const words: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of the path is no directory',
  ENAMETOOLONG: 'the name is too long',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the disk',
  EDQUOT: 'the disk quota is used up',
  EMFILE: 'too many open files',
  ENFILE: 'too many open files',
}

/** The error with the place in front; a ConnectionError where trying again can help. */
export function fileError(doing: string, cause: unknown): Error {
  const code = codeOf(cause)
  const reason = words[code] ?? (cause instanceof Error ? cause.message : String(cause))
  const message = `${doing}: ${reason}`
  return passing.has(code) ? new ConnectionError(message, { cause }) : new Error(message, { cause })
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return ''
  return String(error.code)
}
