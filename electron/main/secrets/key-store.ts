/** What is used of Electron's `safeStorage`. */
export interface SystemEncryption {
  isEncryptionAvailable(): boolean
  encryptString(text: string): Buffer
  decryptString(bytes: Buffer): string
  /** Linux only. */
  getSelectedStorageBackend(): string
  setUsePlainTextEncryption(isOn: boolean): void
}

export interface KeyStore {
  /**
   * `system`: the key is in the system's key store. `weak`: there is none, and the key is in every
   * installation of Chromium. `none`: nothing can be encrypted.
   */
  readonly protection: 'system' | 'weak' | 'none'
  encrypt(text: string): Buffer
  /** Throws where the bytes were encrypted with another key. */
  decrypt(bytes: Buffer): string
}

/** Called when Electron is ready. */
export function openKeyStore(system: SystemEncryption, platform: NodeJS.Platform): KeyStore {
  return {
    protection: protectionOf(system, platform),
    encrypt: (text) => system.encryptString(text),
    decrypt: (bytes) => system.decryptString(bytes),
  }
}

function protectionOf(system: SystemEncryption, platform: NodeJS.Platform): KeyStore['protection'] {
  if (platform === 'linux' && system.getSelectedStorageBackend() === 'basic_text') {
    // Nothing is encrypted so before the user agrees; without it, what was cannot be read either.
    system.setUsePlainTextEncryption(true)
    return system.isEncryptionAvailable() ? 'weak' : 'none'
  }
  return system.isEncryptionAvailable() ? 'system' : 'none'
}
