import type { TemplateMark, TemplateToken } from '#engine/language'

/** A piece of a template that looks the same all over. */
export interface Segment {
  readonly start: number
  readonly text: string
  readonly class: TemplateToken['class'] | undefined
  /** What is wrong there. */
  readonly message: string | undefined
}

/** Cuts a text where a token or a mark begins or ends. */
export function segmentsOf(
  text: string,
  tokens: readonly TemplateToken[],
  marks: readonly TemplateMark[],
): readonly Segment[] {
  const ranges = [...tokens, ...marks]
  const cuts = new Set([0, text.length, ...ranges.flatMap(({ start, end }) => [start, end])])
  const places = [...cuts].filter((place) => place <= text.length).sort((a, b) => a - b)
  return places.slice(0, -1).map((start, index) => {
    const covers = (range: { readonly start: number; readonly end: number }) =>
      range.start <= start && start < range.end
    return {
      start,
      text: text.slice(start, places[index + 1]),
      class: tokens.find(covers)?.class,
      message: marks.find(covers)?.message,
    }
  })
}
