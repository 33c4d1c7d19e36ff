import { readPlanOptions } from '../plan/plan-options.ts'
import {
  checkAction,
  describedFormats,
  type ActionFault,
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
}

/**
 * What a run would refuse or warn about, without plugins and keys: settings that only a format of a plugin
 * can judge, and whether there is a key, are left to the run.
 */
export function analyzeAction(
  properties: Readonly<Record<string, unknown>>,
  { accepts, writesStream, formats, schemas, ruleOptions }: ActionContext,
): readonly ActionFault[] {
  return checkAction({
    properties,
    accepts,
    writesStream,
    formats: describedFormats(formats, schemas),
    codecs: anyKey,
    isSliceMode: readPlanOptions(ruleOptions).isSliceMode,
  })
}

const anyKey: PayloadCodecs = {
  compressors: {},
  encryptors: { aes: () => (bytes) => bytes },
}
