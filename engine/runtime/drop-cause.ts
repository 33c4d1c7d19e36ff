/**
 * Why a node drops rows: a fixed set, so that counts by cause stay few however long a run is. The words for
 * one row, with its figures and what a system or server said, are the `reason` of its event.
 */
export type DropCause =
  /** Its template failed, or its format cannot write it. */
  | 'not-encoded'
  /** More waited than `bufferLength`. */
  | 'buffer-full'
  /** More were on disk than `maxDiskCache`. */
  | 'cache-full'
  /** The cache could not be opened or written, and its part in memory was full. */
  | 'cache-unusable'
  /** The cache gave back something else than what it was given. */
  | 'cache-damaged'
  /** The sink had it and failed for another reason than its connection. */
  | 'sink-refused'
  /** The sink's other side was away, and the action does not send again. */
  | 'sink-unreachable'
  /** The watermark had passed its time. */
  | 'late'
  /** It still waited when the run stopped, and nothing keeps it for the next one. */
  | 'stopped'

/** Causes that did not occur are absent. */
export type DropCounts = Readonly<Partial<Record<DropCause, number>>>

export interface DropReason {
  readonly cause: DropCause
  /** In words for the user. */
  readonly text: string
}
