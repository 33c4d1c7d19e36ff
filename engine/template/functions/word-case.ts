/**
 * `FirstName`, `first name` and `HTTPServer` as words. Digits belong to the word before them (`Bld4Floor`),
 * unless small letters or an acronym follow them (`http2xx`, `Floor3rd`, `HTTP2XX`).
 */
function splitWords(value: string): readonly string[] {
  return value
    .replace(/(\p{L})(\p{N}+)(?=\p{Ll}|\p{Lu}{2,}(?!\p{Ll}))/gu, '$1 $2')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{N})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
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
