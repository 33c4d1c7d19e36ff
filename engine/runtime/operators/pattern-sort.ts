/** Up to this many elements Go sorts by insertion, which keeps ties in order. */
const insertionLimit = 12

/**
 * Sorts in place as Go's `sort.Sort` does, because eKuiper's order of ties shows in its rows: stable up
 * to twelve elements, in the order of pattern-defeating quicksort above.
 */
export function sortAsGo<T>(items: T[], isLess: (a: T, b: T) => boolean): void {
  const sorter = new PatternSorter(items, isLess)
  sorter.sort(0, items.length, 32 - Math.clz32(items.length))
}

type Hint = 'unknown' | 'increasing' | 'decreasing'

class PatternSorter<T> {
  private readonly items: T[]
  private readonly isBelow: (a: T, b: T) => boolean

  constructor(items: T[], isLess: (a: T, b: T) => boolean) {
    this.items = items
    this.isBelow = isLess
  }

  private less(i: number, j: number): boolean {
    return this.isBelow(this.items[i] as T, this.items[j] as T)
  }

  private swap(i: number, j: number): void {
    const kept = this.items[i] as T
    this.items[i] = this.items[j] as T
    this.items[j] = kept
  }

  /** `limit` bad choices of a pivot are allowed before falling back to heap sort. */
  sort(from: number, to: number, limit: number): void {
    let [a, b, left] = [from, to, limit]
    let wasBalanced = true
    let wasPartitioned = true
    for (;;) {
      const length = b - a
      if (length <= insertionLimit) {
        this.insertionSort(a, b)
        return
      }
      if (left === 0) {
        this.heapSort(a, b)
        return
      }
      if (!wasBalanced) {
        this.breakPatterns(a, b)
        left -= 1
      }
      let { pivot, hint } = this.choosePivot(a, b)
      if (hint === 'decreasing') {
        this.reverse(a, b)
        pivot = b - 1 - (pivot - a)
        hint = 'increasing'
      }
      if (wasBalanced && wasPartitioned && hint === 'increasing') {
        if (this.partialInsertionSort(a, b)) return
      }
      if (a > 0 && !this.less(a - 1, pivot)) {
        a = this.partitionEqual(a, b, pivot)
        continue
      }
      const { middle, isPartitioned } = this.partition(a, b, pivot)
      wasPartitioned = isPartitioned
      const [leftLength, rightLength] = [middle - a, b - middle]
      const balance = Math.floor(length / 8)
      if (leftLength < rightLength) {
        wasBalanced = leftLength >= balance
        this.sort(a, middle, left)
        a = middle + 1
      } else {
        wasBalanced = rightLength >= balance
        this.sort(middle + 1, b, left)
        b = middle
      }
    }
  }

  private insertionSort(a: number, b: number): void {
    for (let i = a + 1; i < b; i++) {
      for (let j = i; j > a && this.less(j, j - 1); j--) this.swap(j, j - 1)
    }
  }

  private siftDown(low: number, high: number, first: number): void {
    let root = low
    for (;;) {
      let child = 2 * root + 1
      if (child >= high) return
      if (child + 1 < high && this.less(first + child, first + child + 1)) child += 1
      if (!this.less(first + root, first + child)) return
      this.swap(first + root, first + child)
      root = child
    }
  }

  private heapSort(a: number, b: number): void {
    const high = b - a
    for (let i = Math.floor((high - 1) / 2); i >= 0; i--) this.siftDown(i, high, a)
    for (let i = high - 1; i >= 0; i--) {
      this.swap(a, a + i)
      this.siftDown(0, i, a)
    }
  }

  /** Elements below the pivot to the left, the others to the right. */
  private partition(
    a: number,
    b: number,
    pivot: number,
  ): { readonly middle: number; readonly isPartitioned: boolean } {
    this.swap(a, pivot)
    let [i, j] = [a + 1, b - 1]
    while (i <= j && this.less(i, a)) i += 1
    while (i <= j && !this.less(j, a)) j -= 1
    if (i > j) {
      this.swap(j, a)
      return { middle: j, isPartitioned: true }
    }
    this.swap(i, j)
    i += 1
    j -= 1
    for (;;) {
      while (i <= j && this.less(i, a)) i += 1
      while (i <= j && !this.less(j, a)) j -= 1
      if (i > j) break
      this.swap(i, j)
      i += 1
      j -= 1
    }
    this.swap(j, a)
    return { middle: j, isPartitioned: false }
  }

  private partitionEqual(a: number, b: number, pivot: number): number {
    this.swap(a, pivot)
    let [i, j] = [a + 1, b - 1]
    for (;;) {
      while (i <= j && !this.less(a, i)) i += 1
      while (i <= j && this.less(a, j)) j -= 1
      if (i > j) return i
      this.swap(i, j)
      i += 1
      j -= 1
    }
  }

  /** Mends a few misplaced elements; true when the range is sorted then. */
  private partialInsertionSort(a: number, b: number): boolean {
    const maxSteps = 5
    const shortest = 50
    let i = a + 1
    for (let step = 0; step < maxSteps; step++) {
      while (i < b && !this.less(i, i - 1)) i += 1
      if (i === b) return true
      if (b - a < shortest) return false
      this.swap(i, i - 1)
      for (let j = i - 1; i - a >= 2 && j >= 1 && this.less(j, j - 1); j--) this.swap(j, j - 1)
      for (let j = i + 1; b - i >= 2 && j < b && this.less(j, j - 1); j++) this.swap(j, j - 1)
    }
    return false
  }

  /** Scatters some elements, by a generator whose seed is the length, so equal input sorts equally. */
  private breakPatterns(a: number, b: number): void {
    const length = b - a
    if (length < 8) return
    let random = BigInt(length)
    const modulus = 1 << (32 - Math.clz32(length))
    const middle = a + Math.floor(length / 4) * 2
    for (let i = 0; i < 3; i++) {
      random ^= BigInt.asUintN(64, random << 13n)
      random ^= random >> 7n
      random ^= BigInt.asUintN(64, random << 17n)
      let other = Number(random & BigInt(modulus - 1))
      if (other >= length) other -= length
      this.swap(middle - 1 + i, a + other)
    }
  }

  private choosePivot(a: number, b: number): { pivot: number; hint: Hint } {
    const length = b - a
    const counter = { swaps: 0 }
    let [i, j, k] = [1, 2, 3].map((n) => a + Math.floor(length / 4) * n) as [number, number, number]
    if (length >= 8) {
      if (length >= 50) {
        i = this.median(i - 1, i, i + 1, counter)
        j = this.median(j - 1, j, j + 1, counter)
        k = this.median(k - 1, k, k + 1, counter)
      }
      j = this.median(i, j, k, counter)
    }
    if (counter.swaps === 0) return { pivot: j, hint: 'increasing' }
    return { pivot: j, hint: counter.swaps === 12 ? 'decreasing' : 'unknown' }
  }

  private median(a: number, b: number, c: number, counter: { swaps: number }): number {
    let [x, y, z] = [a, b, c]
    if (this.less(y, x)) {
      counter.swaps += 1
      ;[x, y] = [y, x]
    }
    if (this.less(z, y)) {
      counter.swaps += 1
      ;[y, z] = [z, y]
    }
    if (this.less(y, x)) {
      counter.swaps += 1
      ;[x, y] = [y, x]
    }
    return y
  }

  private reverse(a: number, b: number): void {
    let [i, j] = [a, b - 1]
    while (i < j) {
      this.swap(i, j)
      i += 1
      j -= 1
    }
  }
}
