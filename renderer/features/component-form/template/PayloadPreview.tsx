import type { ActionPreview } from '#engine/language'
import { shorten } from '../../../lib/format.ts'
import { Pill } from '../../../ui/Pill.tsx'
import styles from './template.module.css'

/** More would keep the window from answering for seconds. */
const textShown = 20_000

/** The bytes that the last row becomes with the form as it stands. */
export function PayloadPreview({ preview }: { readonly preview: ActionPreview | undefined }) {
  if (preview === undefined) {
    return <p className={styles.note}>Run the rule to see the bytes of its last row here.</p>
  }
  const { lines, errors } = linesOf(preview)
  return (
    <div className={styles.preview}>
      <div className={styles.head}>
        Payload of the last row
        <Pill tone={errors.length > 0 ? 'error' : 'plain'}>{sizeOf(preview)}</Pill>
      </div>
      <pre className="mono selectable-text" aria-label="Payload preview" tabIndex={0}>
        {shorten(lines.join('\n'), textShown)}
        {errors.length > 0 && (
          <span className={styles.error}>
            {lines.length > 0 && '\n'}
            {shorten(errors.join('\n'), textShown)}
          </span>
        )}
      </pre>
    </div>
  )
}

const waiting = 'Shown again when the template has no error.'

interface Lines {
  readonly lines: readonly string[]
  readonly errors: readonly string[]
}

function linesOf(preview: ActionPreview): Lines {
  if (!preview.ok) {
    const { property, message } = preview
    // What is wrong with the template itself stands under its field.
    const isOwn = property === 'dataTemplate'
    return { lines: [], errors: [isOwn ? waiting : `${property}: ${message}`] }
  }
  const lines = preview.messages.flatMap(({ text, properties }) => [
    ...Object.entries(properties).map(([name, value]) => `${name}: ${value}`),
    text,
  ])
  return { lines, errors: preview.errors }
}

function sizeOf(preview: ActionPreview): string {
  if (!preview.ok || preview.errors.length > 0) return 'not sent'
  const size = preview.messages.reduce((sum, message) => sum + message.size, 0)
  return size === 1 ? '1 byte' : `${size} bytes`
}
