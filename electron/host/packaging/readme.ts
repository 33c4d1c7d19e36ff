import type { PackableKind } from '../user-plugins/protocol.ts'

export interface ReadmeSubject {
  readonly name: string
  readonly version: string
  readonly parts: readonly {
    readonly kind: PackableKind
    readonly type: string
    readonly summary: string
    readonly takesBytes: boolean
    /** The plugin's own README. */
    readonly readme: string | undefined
  }[]
}

/** What whoever gets the zip has to know. */
export function packageReadme({ name, version, parts }: ReadmeSubject): string {
  const listed = parts.map(
    ({ kind, type, summary }) => `- ${kind} \`${type}\`: ${summary.replaceAll('\n', ' ')}`,
  )
  const own = parts.flatMap(({ type, readme }) =>
    readme === undefined ? [] : [`## From the plugin: ${type}\n\n${readme.trim()}`],
  )
  const kinds = new Set(parts.map(({ kind }) => kind))
  return [
    `# ${name} ${version}`,
    `A portable plugin of eKuiper, made with Sluice:\n\n${listed.join('\n')}`,
    install(name),
    ...(kinds.has('sink') ? [sinks(parts.some(({ takesBytes }) => !takesBytes))] : []),
    ...(kinds.has('source') ? [sources] : []),
    files,
    ...own,
  ]
    .join('\n\n')
    .concat('\n')
}

const install = (name: string): string => `## Install

The server's machine needs Node 20 or newer in the server's PATH, or its path in the variable SLUICE_NODE of
the server's environment. What is wrong is on the server's log.

\`\`\`sh
curl -X POST http://127.0.0.1:9081/plugins/portables -H 'Content-Type: application/json' \\
  -d '{"name": "${name}", "file": "file:///PATH/TO/${name}.zip"}'
\`\`\`

The name must be ${name}. Replace it with PUT to /plugins/portables/${name}, remove it with DELETE.`

const sinks = (takesRows: boolean): string => `## Sinks

- Set \`"requireAck": true\` in the action: only then does the server learn that a row was not written, and with
  \`enableCache\` send it again. Without it such a row is lost, with a line in the server's log.
- A property with a template (\`{{.id}}\`) is rendered from what arrives: columns that \`fields\` or
  \`dataTemplate\` have taken away are missing there.
- While its other side is away, a sink is opened again by itself with pauses up to 30 s. Meanwhile rows are
  refused with \`requireAck\`; without it they wait, as far as the server waits.${
    takesRows
      ? `
- Rows arrive as JSON: \`format\` must be json, without compression or encryption. Times and bytes are what the
  server makes of them in JSON (texts).`
      : ''
  }`

const sources = `## Sources

- Rows arrive decoded: FORMAT, schema and TIMESTAMP_FORMAT of the stream do nothing. Times travel as texts.
- A row that cannot be sent, and what the source reports, is on the server's log only.
- \`sources/*.yaml\` has the defaults. The server makes texts (\`"150ms"\`) of numbers called interval or timeout;
  a property that is a number in the plugin's schema gets milliseconds again.`

const files = `## Its files

\`ctx.state\` and relative paths are kept in \`data/sluice\` of the server, or in the folder that the variable
SLUICE_PLUGIN_DATA names. SLUICE_PLUGIN_LOG=debug shows debug lines. The plugin is one process for all rules: an
error that nothing catches ends it, and the server starts it again with the next rule that needs it.`
