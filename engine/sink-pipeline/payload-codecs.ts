/**
 * Compression and encryption, given by the host: the engine itself has no platform. Each takes a whole
 * message. A method that is missing here is refused where an action asks for it.
 */
export interface PayloadCodecs {
  readonly compressors: Readonly<Record<string, CreateCodec>>
  readonly encryptors: Readonly<Record<string, CreateCodec>>
}

/** Throws where the properties or the host's settings (such as a missing key) make the method unusable. */
export type CreateCodec = (properties: Readonly<Record<string, unknown>>) => Codec

export type Codec = (bytes: Uint8Array) => Uint8Array

export const noCodecs: PayloadCodecs = { compressors: {}, encryptors: {} }
