import { PortableError } from '../protocol/errors.ts'

/** Throws a PortableError with the file's place. */
export function parseJson(place: string, content: string): unknown {
  try {
    return JSON.parse(content)
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    throw new PortableError('invalid', `${place}: it is not JSON: ${text}`, { cause: error })
  }
}
