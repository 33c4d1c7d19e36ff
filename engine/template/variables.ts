/** A slot for what has no value when it is read or set: Go finds that out only then. */
export const noSlot = -1

interface Visible {
  readonly name: string
  readonly slot: number
}

/** The variables of one template while it is parsed: which name means which slot of its run. */
export class Variables {
  private readonly visible: Visible[] = [{ name: '$', slot: 0 }]
  /** Names of the pipeline that is being read; they get their values at its end. */
  private pending: readonly string[] = []
  /** How many slots a run needs. */
  count = 1

  /** The slot of a name, or undefined where it is not known at all. */
  find(name: string): number | undefined {
    const found = this.visible.findLast((variable) => variable.name === name)
    return found?.slot ?? (this.pending.includes(name) ? noSlot : undefined)
  }

  expect(names: readonly string[]): readonly string[] {
    const before = this.pending
    this.pending = [...before, ...names]
    return before
  }

  /** Ends a pipeline: its names are visible from here on. Returns their slots. */
  settle(
    names: readonly string[],
    isAssignment: boolean,
    before: readonly string[],
  ): readonly number[] {
    this.pending = before
    const slots = names.map((name) => {
      if (!isAssignment) return this.count++
      return this.visible.findLast((variable) => variable.name === name)?.slot ?? noSlot
    })
    names.forEach((name, index) => this.visible.push({ name, slot: slots[index] ?? noSlot }))
    return slots
  }

  /** What is declared between `enter` and `leave` is gone after it. */
  enter(): number {
    return this.visible.length
  }

  leave(mark: number): void {
    this.visible.length = mark
  }
}
