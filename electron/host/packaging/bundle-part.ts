import type { Plugin as EsbuildPlugin } from 'esbuild'
import { dirname } from 'node:path'
import { toBundleError } from '../user-plugins/bundle.ts'
import type { CodeCandidate } from '../user-plugins/candidate.ts'

/** A plugin's code as one module that runs on another machine. */
export interface PartBundle {
  readonly code: string
  /** It imports the plugin API, which then has to lie beside it. */
  readonly usesApi: boolean
  /** What will be different there, for the user. */
  readonly notes: readonly string[]
}

/** The plugin API in the package. */
export const apiFile = 'sluice.mjs'

/** Packages written for CommonJS find these names there, with the place of the module. */
const commonJsNames = [
  "import { createRequire as sluiceRequire } from 'node:module'",
  "import { fileURLToPath as sluicePath } from 'node:url'",
  'const require = sluiceRequire(import.meta.url)',
  'const __filename = sluicePath(import.meta.url)',
  "const __dirname = sluicePath(new URL('.', import.meta.url))",
].join(';')

/** Throws BundleError, which has the place. */
export async function bundlePart(candidate: CodeCandidate): Promise<PartBundle> {
  const folder = candidate.isFolder ? candidate.path : dirname(candidate.path)
  const api = { isUsed: false }
  const { build } = await import('esbuild')
  try {
    const { outputFiles } = await build({
      entryPoints: [candidate.entry],
      absWorkingDir: folder,
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'silent',
      plugins: [apiBeside(api)],
    })
    const code = outputFiles[0]?.text ?? ''
    return {
      code: `${commonJsNames}\n${code}`,
      usesApi: api.isUsed,
      notes: /\bimport\.meta\.|\b__dirname\b|\b__filename\b/.test(code)
        ? [`${candidate.path}: it asks for its own place; files beside its code are not packed`]
        : [],
    }
  } catch (error) {
    throw toBundleError(error, candidate, folder)
  }
}

function apiBeside(api: { isUsed: boolean }): EsbuildPlugin {
  return {
    name: 'sluice-api',
    setup: (context) => {
      context.onResolve({ filter: /^sluice(\/api)?$/ }, () => {
        api.isUsed = true
        return { path: `./${apiFile}`, external: true }
      })
    },
  }
}
