import { useMemo } from 'react'
import { JsonTree } from '../../ui/JsonTree.tsx'
import styles from './data-panel.module.css'
import { tryParse } from './row-reading.ts'

/** JSON as a tree; as it is where it cannot be read, such as the beginning of a long one. */
export function JsonText({ json }: { readonly json: string }) {
  const value = useMemo(() => tryParse(json), [json])
  return value === undefined ? (
    <pre className={`${styles.raw ?? ''} mono selectable-text`}>{json}</pre>
  ) : (
    <JsonTree value={value} />
  )
}
