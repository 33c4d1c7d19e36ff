import type { ActionPreview } from '#engine/language'
import type { SinkNode } from '../../state/ruleset.ts'
import { useRows } from '../../state/use-rows.ts'
import { shorten } from '../../lib/format.ts'
import { Pill } from '../../ui/Pill.tsx'
import { Section } from '../../ui/Section.tsx'
import styles from './inspector.module.css'
import { useActionPreview } from './use-action-preview.ts'

/** More would keep the window from answering for seconds. */
const textShown = 20_000

/** The bytes that the last row becomes with the form as it stands. */
export function PayloadPreview({ node }: { readonly node: SinkNode }) {
  const own = useRows(node.id).rows.in.at(-1)?.json
  // Before the sink got anything, what its query gives is looked at.
  const before = useRows(own === undefined ? node.input : undefined).rows.out.at(-1)?.json
  const row = own ?? before
  const preview = useActionPreview(node, row)
  if (preview === undefined) return null
  return (
    <Section title="Payload of the last row" end={<Pill>{sizeOf(preview)}</Pill>}>
      <pre className={`${styles.payload ?? ''} mono selectable-text`} aria-label="Payload preview">
        {shorten(linesOf(preview).join('\n'), textShown)}
      </pre>
    </Section>
  )
}

function linesOf(preview: ActionPreview): readonly string[] {
  if (!preview.ok) return [`${preview.property}: ${preview.message}`]
  const messages = preview.messages.flatMap(({ text, properties }) => [
    ...Object.entries(properties).map(([name, value]) => `${name}: ${value}`),
    text,
  ])
  return [...messages, ...preview.errors]
}

function sizeOf(preview: ActionPreview): string {
  if (!preview.ok || preview.errors.length > 0) return 'not sent'
  const size = preview.messages.reduce((sum, message) => sum + message.size, 0)
  return size === 1 ? '1 byte' : `${size} bytes`
}
