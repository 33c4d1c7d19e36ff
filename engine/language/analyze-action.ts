import { readPlanOptions } from '../plan/plan-options.ts'
import {
  checkAction,
  describedFormats,
  type ActionFault,
  type CreateCodec,
  type FormatDescription,
  type PayloadCodecs,
} from '../sink-pipeline/index.ts'

/** What the editor knows about the sink of an action. */
export interface ActionContext {
  readonly accepts: 'bytes' | 'rows'
  readonly writesStream: boolean
  /** Those of plugins. */
  readonly formats: readonly FormatDescription[]
  /** Text by the name of its file. */
  readonly schemas: Readonly<Record<string, string>>
  readonly ruleOptions: Readonly<Record<string, unknown>>
  /** Why there is no key to encrypt with; absent where there is one, or nobody knows. */
  readonly keyProblem?: string
}

/**
 * What a run would refuse or warn about, without plugins and the key: settings that only a format of a plugin
 * can judge, and those of encryption, are left to the run.
 */
export function analyzeAction(
  properties: Readonly<Record<string, unknown>>,
  { accepts, writesStream, formats, schemas, ruleOptions, keyProblem }: ActionContext,
): readonly ActionFault[] {
  return checkAction({
    properties,
    accepts,
    writesStream,
    formats: describedFormats(formats, schemas),
    codecs: codecsWith(keyProblem),
    isSliceMode: readPlanOptions(ruleOptions).isSliceMode,
  })
}

function codecsWith(keyProblem: string | undefined): PayloadCodecs {
  const aes: CreateCodec = () => {
    if (keyProblem !== undefined) throw new Error(keyProblem)
    return (bytes) => bytes
  }
  return { compressors: {}, encryptors: { aes } }
}
