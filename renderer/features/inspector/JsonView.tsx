import { useState } from 'react'
import { isSameJson } from '../../lib/json.ts'
import { printExactJson, type CanvasNode } from '../../state/ruleset.ts'
import { useSession, useWorkspace } from '../../state/workspace.ts'
import { TextArea } from '../../ui/TextInput.tsx'
import styles from './inspector.module.css'
import { jsonOf, readNodeJson } from './json-view.ts'
import { secretKeysOf } from './secrets.ts'

/** The node as JSON. What is typed counts as soon as it can be read. */
export function JsonView({ node }: { readonly node: CanvasNode }) {
  const { document } = useWorkspace()
  const secrets = useSecrets(node)
  const json = jsonOf(node, secrets)
  const [typed, setTyped] = useState({ text: printed(json), json, error: '' })
  if (typed.error === '' && !isSameJson(typed.json, json)) {
    setTyped({ text: printed(json), json, error: '' })
  }
  const type = (text: string) => {
    const reading = readNodeJson(node, text, secrets)
    if (!reading.ok) {
      setTyped({ ...typed, text, error: reading.message })
      return
    }
    document.edit(reading.apply, { group: `${node.id} json` })
    const after = document.getState().document.nodes.find(({ id }) => id === node.id)
    setTyped({ text, json: after === undefined ? json : jsonOf(after, secrets), error: '' })
  }
  return (
    <div className={styles.json}>
      <TextArea
        id="field-json"
        aria-label="Properties as JSON"
        isData
        isInvalid={typed.error !== ''}
        value={typed.text}
        onChange={(event) => type(event.target.value)}
      />
      {typed.error !== '' && (
        <p className={styles.error} role="alert">
          {typed.error}
        </p>
      )}
    </div>
  )
}

function useSecrets(node: CanvasNode) {
  const components = useSession((state) => state.components)
  const commonSinkSchema = useSession((state) => state.commonSinkSchema)
  return secretKeysOf(node, { components, commonSinkSchema })
}

function printed(value: unknown): string {
  return printExactJson(value, 2)
}
