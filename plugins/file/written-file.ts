import { constants } from 'node:fs'
import { mkdir, open, stat, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Compressor } from './compressor.ts'
import { fileError } from './file-errors.ts'
import type { Framing } from './framing.ts'

export interface FileSettings {
  readonly path: string
  readonly framing: Framing
  readonly compressor: Compressor | undefined
  /** The clock's time at which it was opened. */
  readonly openedAt: number
}

/** Emptied, and written at its end also after a part of a message was taken out again. */
const emptied = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_APPEND

/** One file on its way: what is written is in the file at once. Calls must not overlap. */
export class WrittenFile {
  readonly path: string
  readonly openedAt: number
  /** Messages in it, and their bytes with what separates them, before compression. */
  messages = 0
  bytes = 0
  readonly #handle: FileHandle
  /** A pipe or a device can neither be cut nor be forced to a disk. */
  readonly #isRegular: boolean
  readonly #framing: Framing
  readonly #compressor: Compressor | undefined
  #isBegun = false
  #size = 0
  /** Compressed bytes that did not get into the file: the next ones are nothing without them. */
  #unwritten = Buffer.alloc(0)

  private constructor(handle: FileHandle, isRegular: boolean, settings: FileSettings) {
    this.#handle = handle
    this.#isRegular = isRegular
    this.path = settings.path
    this.openedAt = settings.openedAt
    this.#framing = settings.framing
    this.#compressor = settings.compressor
  }

  /** Opens it empty; makes its folder, but not the folder's, as eKuiper. Rejects with the place named. */
  static async open(settings: FileSettings): Promise<WrittenFile> {
    const { path } = settings
    await makeFolder(path)
    let handle: FileHandle | undefined
    try {
      handle = await open(path, emptied)
      return new WrittenFile(handle, (await handle.stat()).isFile(), settings)
    } catch (error) {
      await handle?.close()
      throw fileError(`fail to create file ${path}`, error)
    }
  }

  /**
   * Writes all of them. Where it rejects none of them is in the file; a compressed file gets them with the
   * next ones, as nothing can be taken out of its stream.
   */
  async write(messages: readonly Buffer[]): Promise<void> {
    const separator = Buffer.from(this.#framing.separator)
    const pieces = messages.flatMap((message, index) =>
      index > 0 || this.messages > 0 ? [separator, message] : [message],
    )
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
    if (!this.#isBegun) pieces.unshift(Buffer.from(this.#framing.head))
    await this.#append(Buffer.concat(pieces))
    this.#isBegun = true
    this.messages += messages.length
    this.bytes += length
  }

  async close(): Promise<void> {
    try {
      await this.#append(Buffer.from(this.#framing.foot))
      const last = await this.#compressor?.end()
      if (last !== undefined) await this.#put(last)
      if (this.#isRegular) await this.#handle.sync()
    } finally {
      await this.#handle.close()
    }
  }

  async #append(bytes: Buffer): Promise<void> {
    if (bytes.length === 0) return
    await this.#put((await this.#compressor?.compress(bytes)) ?? bytes)
  }

  async #put(bytes: Buffer): Promise<void> {
    const all = Buffer.concat([this.#unwritten, bytes])
    try {
      await this.#handle.appendFile(all)
      this.#size += all.length
      this.#unwritten = Buffer.alloc(0)
    } catch (error) {
      if (this.#compressor !== undefined) this.#unwritten = all
      await this.#cutBack()
      throw fileError(`fail to write file ${this.path}`, error)
    }
  }

  /** Takes half a message out again. */
  async #cutBack(): Promise<void> {
    if (!this.#isRegular) return
    try {
      await this.#handle.truncate(this.#size)
    } catch (error) {
      throw fileError(`fail to write file ${this.path}, a part of a message may be in it`, error)
    }
  }
}

async function makeFolder(path: string): Promise<void> {
  const folder = dirname(path)
  if (await exists(folder)) return
  try {
    await mkdir(folder)
  } catch (error) {
    throw fileError(`fail to create file ${path}: mkdir ${folder}`, error)
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch {
    // Whatever is wrong with it, making it says.
    return false
  }
}
