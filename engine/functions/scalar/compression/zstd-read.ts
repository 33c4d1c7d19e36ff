import { ByteSink, CompressionError, MAXIMAL_SIZE, unexpectedEnd } from './byte-sink.ts'
import { corruptZstd } from './zstd-bits.ts'
import { readLiterals, type LiteralCode } from './zstd-literals.ts'
import { readSequences, type SequenceMemory } from './zstd-sequences.ts'

const MAGIC = 0xfd2fb528
const SKIPPABLE = 0x184d2a50
const DICTIONARY_SIZES = [0, 1, 2, 4] as const
const CONTENT_SIZES = [0, 2, 4, 8] as const

/** All frames of zstd data (RFC 8878). Dictionaries are not supported; checksums are not verified. */
export function zstdDecompress(data: Uint8Array): Uint8Array {
  const sink = new ByteSink()
  for (let at = 0; at < data.length;) {
    if (at + 8 > data.length) throw unexpectedEnd()
    const magic = readUint32(data, at)
    if (magic === MAGIC) at = readFrame(data, at + 4, sink)
    else if (magic >>> 4 === SKIPPABLE >>> 4) at += 8 + readUint32(data, at + 4)
    else throw new CompressionError('zstd: magic number mismatch')
  }
  return sink.take()
}

interface FrameState {
  code: LiteralCode | undefined
  readonly memory: SequenceMemory
  /** Where this frame's output starts: no match reaches back behind it. */
  readonly start: number
}

function readFrame(data: Uint8Array, start: number, sink: ByteSink): number {
  const descriptor = data[start] ?? 0
  const isSingleSegment = (descriptor & 0x20) !== 0
  const dictionarySize = DICTIONARY_SIZES[descriptor & 3] ?? 0
  const contentSize = CONTENT_SIZES[descriptor >> 6] ?? 0
  let at = start + 1 + (isSingleSegment ? 0 : 1)
  if (data.subarray(at, at + dictionarySize).some((byte) => byte !== 0)) {
    throw new CompressionError('zstd: dictionaries are not supported')
  }
  at += dictionarySize + (contentSize === 0 && isSingleSegment ? 1 : contentSize)
  const memory = { literals: undefined, offsets: undefined, matches: undefined }
  const state: FrameState = {
    code: undefined,
    memory: { ...memory, recent: [1, 4, 8] },
    start: sink.length,
  }
  for (let isLast = false; !isLast;) {
    if (at + 3 > data.length) throw unexpectedEnd()
    const header = (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8) | ((data[at + 2] ?? 0) << 16)
    isLast = (header & 1) !== 0
    at = readBlock(data, at + 3, (header >> 1) & 3, header >> 3, sink, state)
  }
  return at + ((descriptor & 4) !== 0 ? 4 : 0)
}

function readBlock(
  data: Uint8Array,
  start: number,
  type: number,
  size: number,
  sink: ByteSink,
  state: FrameState,
): number {
  const end = start + (type === 1 ? 1 : size)
  if (end > data.length) throw unexpectedEnd()
  if (type === 0) sink.append(data.subarray(start, end))
  else if (type === 1) {
    if (sink.length + size > MAXIMAL_SIZE) throw new CompressionError('zstd: too large')
    sink.append(new Uint8Array(size).fill(data[start] ?? 0))
  } else if (type === 2) readCompressed(data.subarray(start, end), sink, state)
  else throw corruptZstd()
  return end
}

function readCompressed(block: Uint8Array, sink: ByteSink, state: FrameState): void {
  const literals = readLiterals(block, 0, state.code)
  state.code = literals.code
  let from = 0
  for (const sequence of readSequences(block, literals.end, block.length, state.memory)) {
    const to = from + sequence.literals
    if (to > literals.bytes.length) throw corruptZstd()
    sink.append(literals.bytes.subarray(from, to))
    from = to
    if (sequence.offset > sink.length - state.start) throw corruptZstd()
    sink.copy(sequence.offset, sequence.match)
  }
  sink.append(literals.bytes.subarray(from))
}

function readUint32(data: Uint8Array, at: number): number {
  return new DataView(data.buffer, data.byteOffset, data.byteLength).getUint32(at, true)
}
