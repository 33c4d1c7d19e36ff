import type { SystemEncryption } from '../secrets/key-store.ts'

/** Electron's encryption on a system with this key store; `key` is what it encrypts with. */
export function systemWith(
  backend: 'gnome_libsecret' | 'basic_text' | 'unknown',
  key = 1,
): SystemEncryption {
  let isPlain = false
  const isAvailable = (): boolean =>
    backend === 'gnome_libsecret' || (backend === 'basic_text' && isPlain)
  const turn = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ key))
  return {
    isEncryptionAvailable: isAvailable,
    getSelectedStorageBackend: () => backend,
    setUsePlainTextEncryption(isOn) {
      isPlain = isOn
    },
    encryptString(text) {
      if (!isAvailable()) throw new Error('Encryption is not available.')
      return Buffer.concat([Buffer.from([key]), turn(Buffer.from(text, 'utf8'))])
    },
    decryptString(bytes) {
      if (!isAvailable() || bytes[0] !== key) throw new Error('It cannot be decrypted.')
      return turn(bytes.subarray(1)).toString('utf8')
    },
  }
}
