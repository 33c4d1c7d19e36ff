import { Plug } from 'lucide-react'
import { embeddedServer } from '../../state/ruleset.ts'
import { useSession } from '../../state/workspace.ts'
import { IconButton } from '../../ui/Button.tsx'
import { TextInput } from '../../ui/TextInput.tsx'
import styles from './component-form.module.css'
import { placeholderOf, type WidgetProps } from './widget.ts'

/** An MQTT address, or the broker that is built in. */
export function BrokerWidget({ id, field, value, isInvalid, describedBy, onChange }: WidgetProps) {
  const url = useSession((state) => state.brokerUrl)
  const isBuiltIn = value === embeddedServer
  return (
    <div className={styles.broker}>
      <TextInput
        id={id}
        value={isBuiltIn ? 'built-in broker' : typeof value === 'string' ? value : ''}
        placeholder={placeholderOf(field)}
        isData
        isInvalid={isInvalid}
        readOnly={isBuiltIn}
        title={isBuiltIn ? url : undefined}
        aria-required={field.isRequired}
        aria-describedby={describedBy}
        onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
      />
      <IconButton
        icon={Plug}
        label="Built-in broker"
        aria-pressed={isBuiltIn}
        onClick={() => onChange(isBuiltIn ? undefined : embeddedServer)}
      />
    </div>
  )
}
