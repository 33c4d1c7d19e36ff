import { useDeferredValue, useMemo, useSyncExternalStore } from 'react'
import { useLanguageContext } from './use-language-context.ts'
import type { NodeStatus } from './metrics-store.ts'
import {
  problemsOf,
  problemsOfCheck,
  problemsOfRun,
  problemsOfSchemas,
  problemsOfStart,
  type Problem,
} from './problems.ts'
import { standingProblems } from './started.ts'
import {
  useChecks,
  useDocument,
  useRun,
  useSchemaReports,
  useSession,
  useWorkspace,
} from './workspace.ts'

/** All problems of the drawing and of the last start, errors first. */
export function useProblems(): readonly Problem[] {
  // Typing goes before checking.
  const document = useDeferredValue(useDocument((state) => state.document))
  const components = useSession((state) => state.components)
  const commonSinkSchema = useSession((state) => state.commonSinkSchema)
  const secrets = useSession((state) => state.secrets)
  const startProblems = useRun((state) => state.problems)
  const canvasNodes = useRun((state) => state.canvasNodes)
  const startedTexts = useRun((state) => state.started)
  const contextOf = useLanguageContext()
  const broken = useBrokenNodes()
  const reports = useSchemaReports()
  const checks = useChecks()
  return useMemo(() => {
    const drawn = problemsOf(document, { components, commonSinkSchema, secrets }, contextOf)
    const started = standingProblems(
      problemsOfStart(canvasNodes, startProblems),
      startedTexts,
      document,
    )
    const checked = problemsOfCheck(checks, document, drawn)
    const known = [...drawn, ...checked]
    const isKnown = (problem: Problem) =>
      known.some((other) => other.node === problem.node && isSame(other, problem))
    const running = problemsOfRun(canvasNodes, broken)
    const inSchemas = problemsOfSchemas(reports)
    const standing = started.filter((problem) => !isKnown(problem))
    return [...known, ...inSchemas, ...standing, ...running].toSorted((a, b) => rank(a) - rank(b))
  }, [
    document,
    components,
    commonSinkSchema,
    secrets,
    startProblems,
    startedTexts,
    canvasNodes,
    contextOf,
    broken,
    reports,
    checks,
  ])
}

/** The form checks what the engine checks, in better words. */
function isSame(drawn: Problem, started: Problem): boolean {
  if (drawn.message === started.message) return true
  const isAtOnePlace = drawn.field === started.field && drawn.severity === started.severity
  const isOfForm = drawn.code === undefined && started.code?.startsWith('CFG') === true
  return isAtOnePlace && (isOfForm || drawn.code === started.code)
}

type Broken = Pick<NodeStatus, 'node' | 'state' | 'message'>

/** Counters change all the time; which nodes are broken seldom. */
function useBrokenNodes(): readonly Broken[] {
  const { metrics } = useWorkspace()
  const isRunning = useRun(({ phase }) => phase.state === 'running')
  const text = useSyncExternalStore(metrics.subscribe, () =>
    JSON.stringify(
      metrics.all().flatMap(({ status: { node, state, message } }): readonly Broken[] => {
        const isBroken = state === 'failed' || state === 'disconnected'
        return isBroken ? [{ node, state, ...(message === undefined ? {} : { message }) }] : []
      }),
    ),
  )
  return useMemo(
    () => (isRunning ? (JSON.parse(text) as readonly Broken[]) : []),
    [text, isRunning],
  )
}

const ranks = { error: 0, warning: 1, info: 2 } as const

function rank({ severity }: Problem): number {
  return ranks[severity]
}
