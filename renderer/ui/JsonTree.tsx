import { isJsonObject, type JsonValue } from '../lib/json.ts'
import styles from './json-tree.module.css'

/** A value as coloured JSON, nested parts foldable. */
export function JsonTree({ value }: { readonly value: JsonValue }) {
  return (
    <div className={`${styles.tree ?? ''} mono selectable-text`}>
      <Part value={value} suffix="" depth={0} />
    </div>
  )
}

interface PartProps {
  readonly name?: string
  readonly value: JsonValue
  readonly suffix: string
  readonly depth: number
}

function Part({ name, value, suffix, depth }: PartProps) {
  const label =
    name === undefined ? null : <span className={styles.key}>{JSON.stringify(name)}</span>
  const isList = Array.isArray(value)
  if (!isList && !isJsonObject(value)) {
    return (
      <div className={styles.line}>
        {label}
        {label !== null && ': '}
        <Scalar value={value as null | boolean | number | bigint | string} />
        {suffix}
      </div>
    )
  }
  const entries: [string | undefined, JsonValue][] = isList
    ? (value as readonly JsonValue[]).map((item) => [undefined, item])
    : Object.entries(value as Readonly<Record<string, JsonValue>>)
  const [open, close] = isList ? ['[', ']'] : ['{', '}']
  if (entries.length === 0) {
    return (
      <div className={styles.line}>
        {label}
        {label !== null && ': '}
        {open + close + suffix}
      </div>
    )
  }
  return (
    <details open={depth < 3} className={styles.part}>
      <summary>
        {label}
        {label !== null && ': '}
        {open}
        <span className={styles.folded}>
          {' '}
          {entries.length} {close + suffix}
        </span>
      </summary>
      <div className={styles.members}>
        {entries.map(([key, member], index) => (
          <Part
            key={key ?? index}
            {...(key === undefined ? {} : { name: key })}
            value={member}
            suffix={index < entries.length - 1 ? ',' : ''}
            depth={depth + 1}
          />
        ))}
      </div>
      <div className={styles.line}>{close + suffix}</div>
    </details>
  )
}

function Scalar({ value }: { readonly value: null | boolean | number | bigint | string }) {
  if (typeof value === 'string')
    return <span className={styles.string}>{JSON.stringify(value)}</span>
  if (value === null) return <span className={styles.null}>null</span>
  return <span className={styles.number}>{String(value)}</span>
}
