/** Where a character of the shown text stands in the window. */
export function rectangleAt(shown: HTMLElement | null, offset: number): DOMRect {
  if (shown === null) return new DOMRect()
  const walker = document.createTreeWalker(shown, NodeFilter.SHOW_TEXT)
  let before = 0
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const length = node.textContent?.length ?? 0
    if (offset <= before + length) {
      const range = document.createRange()
      range.setStart(node, offset - before)
      range.setEnd(node, Math.min(length, offset - before + 1))
      return range.getBoundingClientRect()
    }
    before += length
  }
  return shown.getBoundingClientRect()
}
