import { CircleCheck, CircleX, Info, TriangleAlert } from 'lucide-react'
import type { Problem } from '../../state/problems.ts'
import { useDocument } from '../../state/workspace.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import styles from './problems.module.css'

interface ProblemsPanelProps {
  readonly problems: readonly Problem[]
  readonly onOpen: (problem: Problem) => void
}

const icons = { error: CircleX, warning: TriangleAlert, info: Info } as const

export function ProblemsPanel({ problems, onOpen }: ProblemsPanelProps) {
  const nodes = useDocument((state) => state.document.nodes)
  if (problems.length === 0) {
    return <EmptyState icon={CircleCheck} title="No problems" />
  }
  return (
    <ul className={styles.list} aria-label="Problems">
      {problems.map((problem, index) => {
        const Icon = icons[problem.severity]
        const name = nodes.find(({ id }) => id === problem.node)?.name
        return (
          <li key={index}>
            <button type="button" onClick={() => onOpen(problem)}>
              <Icon
                size={15}
                strokeWidth={1.8}
                data-severity={problem.severity}
                aria-label={problem.severity}
              />
              <span className={styles.text}>
                {problem.message}
                {problem.hint !== undefined && <span className={styles.hint}> {problem.hint}</span>}
              </span>
              {name !== undefined && <span className={styles.node}>{name}</span>}
              {problem.code !== undefined && <code className={styles.code}>{problem.code}</code>}
            </button>
          </li>
        )
      })}
    </ul>
  )
}
