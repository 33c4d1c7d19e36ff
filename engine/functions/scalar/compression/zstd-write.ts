import { ByteSink } from './byte-sink.ts'

const MAGIC = [0x28, 0xb5, 0x2f, 0xfd] as const
const MAXIMAL_BLOCK = 128 * 1024
/** Shorter runs of one byte cost more as a block of their own than they save. */
const MINIMAL_RUN = 16

/**
 * A zstd frame (RFC 8878) of raw blocks and of blocks that repeat one byte. It is valid for every
 * reader, but finds no other repetition.
 */
export function zstdCompress(data: Uint8Array): Uint8Array {
  const sink = new ByteSink()
  for (const byte of MAGIC) sink.push(byte)
  // One segment, its size in 8 bytes, no checksum.
  sink.push(0b1110_0000)
  const size = new DataView(new ArrayBuffer(8))
  size.setBigUint64(0, BigInt(data.length), true)
  sink.append(new Uint8Array(size.buffer))
  const blocks = splitBlocks(data)
  for (const [index, block] of blocks.entries()) {
    writeBlock(sink, data, block, index === blocks.length - 1)
  }
  return sink.take()
}

interface Block {
  readonly from: number
  readonly to: number
  readonly isRun: boolean
}

function splitBlocks(data: Uint8Array): Block[] {
  const blocks: Block[] = []
  let from = 0
  const addRaw = (to: number) => {
    for (; from < to; from = Math.min(to, from + MAXIMAL_BLOCK)) {
      blocks.push({ from, to: Math.min(to, from + MAXIMAL_BLOCK), isRun: false })
    }
  }
  for (let at = 0; at < data.length;) {
    const end = runEnd(data, at)
    if (end - at >= MINIMAL_RUN) {
      addRaw(at)
      blocks.push({ from: at, to: end, isRun: true })
      from = end
    }
    at = end
  }
  addRaw(data.length)
  return blocks.length === 0 ? [{ from: 0, to: 0, isRun: false }] : blocks
}

function runEnd(data: Uint8Array, from: number): number {
  const limit = Math.min(data.length, from + MAXIMAL_BLOCK)
  let end = from + 1
  while (end < limit && data[end] === data[from]) end++
  return end
}

function writeBlock(sink: ByteSink, data: Uint8Array, block: Block, isLast: boolean): void {
  const header = ((block.to - block.from) << 3) | (block.isRun ? 2 : 0) | (isLast ? 1 : 0)
  for (const shift of [0, 8, 16]) sink.push((header >> shift) & 0xff)
  if (block.isRun) sink.push(data[block.from] ?? 0)
  else sink.append(data.subarray(block.from, block.to))
}
