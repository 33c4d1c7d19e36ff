import { useDeferredValue, useMemo } from 'react'
import { useLanguageContext } from './use-language-context.ts'
import { problemsOf, problemsOfStart, type Problem } from './problems.ts'
import { useDocument, useRun, useSession } from './workspace.ts'

/** All problems of the drawing and of the last start, errors first. */
export function useProblems(): readonly Problem[] {
  // Typing goes before checking.
  const document = useDeferredValue(useDocument((state) => state.document))
  const components = useSession((state) => state.components)
  const commonSinkSchema = useSession((state) => state.commonSinkSchema)
  const startProblems = useRun((state) => state.problems)
  const canvasNodes = useRun((state) => state.canvasNodes)
  const contextOf = useLanguageContext()
  return useMemo(() => {
    const drawn = problemsOf(document, { components, commonSinkSchema }, contextOf)
    const started = problemsOfStart(canvasNodes, startProblems)
    const isKnown = (problem: Problem) =>
      drawn.some(
        (other) =>
          other.node === problem.node &&
          (other.message === problem.message ||
            (other.code !== undefined && other.code === problem.code)),
      )
    return [...drawn, ...started.filter((problem) => !isKnown(problem))].toSorted(
      (a, b) => rank(a) - rank(b),
    )
  }, [document, components, commonSinkSchema, startProblems, canvasNodes, contextOf])
}

const ranks = { error: 0, warning: 1, info: 2 } as const

function rank({ severity }: Problem): number {
  return ranks[severity]
}
