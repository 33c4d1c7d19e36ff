/** The stations of a row in its action, as the window shows them: texts, cut where they are very long. */
export interface RowWayView {
  /** Rows it was sent with, itself included: all rows of its result without `sendSingle`. */
  readonly rows: number
  /** What template and fields made of it; absent where that failed. */
  readonly result?: ResultView
  /** What it became, alone or as part of a batch; absent where it became none. */
  readonly message?: MessageView
}

export interface ResultView {
  /** What a template wrote, or rows as JSON. */
  readonly kind: 'text' | 'rows'
  readonly text: string
  /** Characters before it was cut. */
  readonly length: number
}

export interface MessageView {
  /** How many rows it is made of. */
  readonly rows: number
  readonly data: MessageData
  /** The action's dynamic properties, such as `topic`, as rendered for it. */
  readonly properties: Readonly<Record<string, string>>
  /** Names of the format, compression and encryption that made its bytes; empty where there is none. */
  readonly format: string
  readonly compression: string
  readonly encryption: string
  /** Oldest first. None: it waits for its sink. */
  readonly answers: readonly AnswerView[]
}

export type MessageData =
  /** Bytes that are text, or rows as JSON for a sink that takes rows. */
  | {
      readonly kind: 'text' | 'rows'
      readonly text: string
      /** Of the whole: bytes, or characters of rows. */
      readonly size: number
    }
  /** Other bytes: the first of them. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly size: number }

export interface AnswerView {
  /**
   * The sink wrote it, will never write it, or is tried again; or it never reached its sink, or is kept on
   * disk only, from where it comes back as another message.
   */
  readonly kind: 'written' | 'lost' | 'unreachable' | 'dropped' | 'stored'
  /** When it last happened. */
  readonly at: number
  readonly times: number
  readonly reason?: string
}
