import type { ConformanceCase } from './case.ts'
import type { CaseResult } from './compare.ts'
import { createReplayer, type Replayer } from './replay.ts'

export async function replayAll(
  cases: readonly ConformanceCase[],
): Promise<readonly { readonly kase: ConformanceCase; readonly result: CaseResult }[]> {
  const replayer = createReplayer()
  const answered: { kase: ConformanceCase; result: CaseResult }[] = []
  for (const kase of cases) answered.push({ kase, result: await replaySafely(replayer, kase) })
  return answered
}

/** An exception is a fault of the engine, and a disagreement of this case only. */
async function replaySafely(replayer: Replayer, kase: ConformanceCase): Promise<CaseResult> {
  try {
    return await replayer.replay(kase)
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { id: kase.id, output: [], createError: undefined, errors: [`CRASH ${reason}`] }
  }
}
