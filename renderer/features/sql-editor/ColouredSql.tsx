import { colourTokens } from '../../state/language.ts'
import styles from './sql-editor.module.css'

/** SQL with colours, not to be edited. */
export function ColouredSql({ text }: { readonly text: string }) {
  const tokens = colourTokens(text)
  return (
    <pre className={styles.still}>
      {tokens.map((token, index) => (
        <span key={index}>
          {text.slice(tokens[index - 1]?.end ?? 0, token.start)}
          <span className={`sql-${token.class}`}>{text.slice(token.start, token.end)}</span>
        </span>
      ))}
    </pre>
  )
}
