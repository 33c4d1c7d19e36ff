import type { Problem } from '../state/problems.ts'
import styles from './workbench.module.css'
export function Dock({ problems }: { readonly problems: readonly Problem[] }) {
  return <div className={styles.dock}>{problems.length}</div>
}
