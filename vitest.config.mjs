import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{engine,plugins,electron,renderer,e2e}/**/*.test.{ts,tsx,mjs}'],
    exclude: ['**/node_modules/**', 'out/**'],
    environment: 'node',
    // Vitest reads stylesheets as empty texts otherwise.
    css: { include: [/\?raw$/] },
    sequence: { shuffle: true },
    testTimeout: 30_000,
    // Tests say themselves which key there is.
    env: { SLUICE_AES_KEY: '' },
  },
})
