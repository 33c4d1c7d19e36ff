/** `FirstName`, `first name` and `HTTPServer2` as words. */
function splitWords(value: string): readonly string[] {
  return value
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/(\p{L})(\p{N})/gu, '$1 $2')
    .split(/[\s_-]+/u)
    .filter((word) => word !== '')
}

/** snake_case or kebab-case. */
export function toDelimitedCase(value: string, delimiter: string): string {
  return splitWords(value)
    .map((word) => word.toLowerCase())
    .join(delimiter)
}

export function toPascalCase(value: string): string {
  return value.replace(/(?:^|[\s_-]+)(\p{L}|\p{N})|[\s_-]+$/gu, (_, letter: string | undefined) =>
    (letter ?? '').toUpperCase(),
  )
}
