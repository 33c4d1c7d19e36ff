import { Select } from '@mantine/core'
import { useMemo } from 'react'
import { connect, disconnect, findNode, setProperty } from '../../state/edits.ts'
import { withFormatChoices } from '../../state/format-choices.ts'
import { mergedSchema } from '../../state/node-schema.ts'
import type { SinkNode } from '../../state/ruleset.ts'
import { findComponent } from '../../state/session-store.ts'
import { TemplateHelpContext } from '../../state/template-help.ts'
import { useDocument, useSchemaReports, useSession, useWorkspace } from '../../state/workspace.ts'
import { Field } from '../../ui/Field.tsx'
import { TextInput } from '../../ui/TextInput.tsx'
import { errorsByField, warningsByField } from './field-errors.ts'
import styles from './inspector.module.css'
import { NodeHead } from './NodeHead.tsx'
import type { NodeFormProps } from './slots.ts'
import { useTemplateHelp } from './use-template-help.ts'

export function SinkForm({ node, slots, problems }: NodeFormProps<SinkNode>) {
  const { document } = useWorkspace()
  const components = useSession((state) => state.components)
  const commonSchema = useSession((state) => state.commonSinkSchema)
  const component = findComponent(components, 'sink', node.type)
  const errors = errorsByField(problems)
  const help = useTemplateHelp(node)
  const reports = useSchemaReports()
  const merged =
    component === undefined ? commonSchema : mergedSchema(component.schema, commonSchema)
  const written = node.properties['format']
  const format = typeof written === 'string' ? written : ''
  const schema = useMemo(
    () => withFormatChoices(merged, format, components, reports),
    [merged, format, components, reports],
  )
  return (
    <>
      <div className={styles.section}>
        <NodeHead node={node} icon={component?.icon} />
        <Field id="field-name" label="Name">
          <TextInput
            id="field-name"
            value={node.name}
            onChange={(event) =>
              document.edit(
                (project) => {
                  const sink = findNode(project, node.id)
                  if (sink !== undefined) sink.name = event.target.value
                },
                { group: `${node.id} name` },
              )
            }
          />
        </Field>
        <TypeField node={node} error={errors['type']} />
        <InputField node={node} />
      </div>
      <TemplateHelpContext value={help}>
        <slots.Form
          schema={schema}
          values={node.properties}
          errors={errors}
          warnings={warningsByField(problems)}
          onChange={(key, value) =>
            document.edit((project) => setProperty(project, node.id, key, value), {
              group: `${node.id} ${key}`,
            })
          }
        />
      </TemplateHelpContext>
    </>
  )
}

interface TypeFieldProps {
  readonly node: SinkNode
  readonly error: string | undefined
}

function TypeField({ node, error }: TypeFieldProps) {
  const { document } = useWorkspace()
  const components = useSession((state) => state.components)
  const known = components
    .filter(({ kind }) => kind === 'sink')
    .map(({ type, title }) => ({ value: type, label: title }))
  const data = known.some(({ value }) => value === node.type)
    ? known
    : [...known, { value: node.type, label: node.type }]
  return (
    <Field id="field-type" label="Type" error={error}>
      <Select
        id="field-type"
        data={data}
        value={node.type}
        allowDeselect={false}
        onChange={(type) => {
          document.edit((project) => {
            const sink = findNode(project, node.id)
            if (type !== null && sink?.kind === 'sink') sink.type = type
          })
        }}
      />
    </Field>
  )
}

/** The wire into the sink, for those who do not draw. */
function InputField({ node }: { readonly node: SinkNode }) {
  const { document } = useWorkspace()
  const nodes = useDocument((state) => state.document.nodes)
  const data = nodes.flatMap((other) =>
    other.kind === 'sql' ? [{ value: other.id, label: other.name }] : [],
  )
  return (
    <Field id="field-input" label="Rows of">
      <Select
        id="field-input"
        data={data}
        value={node.input ?? null}
        placeholder="not connected"
        onChange={(from) =>
          document.edit((project) => {
            if (from !== null) connect(project, from, node.id)
            else if (node.input !== undefined) disconnect(project, node.input, node.id)
          })
        }
      />
    </Field>
  )
}
