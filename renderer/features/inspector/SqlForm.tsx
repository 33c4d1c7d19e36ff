import { TriangleAlert } from 'lucide-react'
import type { EditOptions } from '../../state/document-store.ts'
import { changeRuleId, findNode, setProperty } from '../../state/edits.ts'
import { isGraphRule } from '../../state/language.ts'
import type { Problem } from '../../state/problems.ts'
import { isValidRuleId, type CanvasNode, type SqlNode } from '../../state/ruleset.ts'
import { useLanguageContext } from '../../state/use-language-context.ts'
import { useColumnsSeen, useWatchedColumns } from '../../state/use-rows.ts'
import { inputsOf, outputsOf } from '../../state/wires.ts'
import { isRunning } from '../../state/run-store.ts'
import { findComponent } from '../../state/session-store.ts'
import {
  useDocument,
  useNodeMetrics,
  useRun,
  useSession,
  useView,
  useWorkspace,
} from '../../state/workspace.ts'
import { formatRate } from '../../lib/format.ts'
import { Field } from '../../ui/Field.tsx'
import { Section } from '../../ui/Section.tsx'
import { TextInput } from '../../ui/TextInput.tsx'
import { Tile } from '../../ui/Tile.tsx'
import { applyFix } from './apply-fix.ts'
import { ColumnsSeenTable } from './ColumnsSeenTable.tsx'
import { errorsByField } from './field-errors.ts'
import styles from './inspector.module.css'
import { NodeHead } from './NodeHead.tsx'
import type { NodeFormProps } from './slots.ts'
import { ruleOptionsSchema } from './rule-options.ts'

export function SqlForm({ node, slots, problems }: NodeFormProps<SqlNode>) {
  const workspace = useWorkspace()
  const { document } = workspace
  const contextOf = useLanguageContext()
  const drawing = useDocument((state) => state.document)
  const focus = useView((state) => state.focus)
  const inputs = inputsOf(drawing, node.id)
  useWatchedColumns([node.id, ...inputs.map(({ id }) => id)])
  const seen = useColumnsSeen(node.id)
  const sqlProblems = problems.filter(({ field }) => field === 'sql')
  const setSql = (sql: string, options?: EditOptions) =>
    document.edit((project) => {
      const query = findNode(project, node.id)
      if (query?.kind === 'sql') query.sql = sql
    }, options)
  return (
    <>
      <div className={styles.section}>
        <NodeHead node={node} />
        {isGraphRule(node) && (
          <p className={styles.note}>
            This rule is a graph of operators, without SQL. It is kept, run and exported as it is;
            SQL written here takes its place.
          </p>
        )}
        <slots.SqlEditor
          label={`SQL of ${node.name}`}
          value={node.sql}
          context={contextOf(node)}
          problems={sqlProblems}
          focus={
            focus?.field === 'sql' ? { serial: focus.serial, offset: focus.offset ?? 0 } : undefined
          }
          onChange={(sql) => setSql(sql, { group: `${node.id} sql` })}
        />
        {sqlProblems.map((problem, index) => (
          <ProblemBox
            key={index}
            problem={problem}
            onFix={(fix) => setSql(applyFix(node.sql, fix))}
          />
        ))}
      </div>
      <div className={styles.section}>
        <NameFields node={node} errors={errorsByField(problems)} />
      </div>
      <ColumnsSeenTable title="Columns out" columns={seen} />
      <Feeds nodes={outputsOf(drawing, node.id)} />
      <slots.Form
        schema={ruleOptionsSchema}
        values={node.options}
        errors={errorsByField(problems)}
        onChange={(key, value) =>
          document.edit((project) => setProperty(project, node.id, key, value), {
            group: `${node.id} ${key}`,
          })
        }
      />
    </>
  )
}

interface NameFieldsProps {
  readonly node: SqlNode
  readonly errors: Readonly<Record<string, string>>
}

function NameFields({ node, errors }: NameFieldsProps) {
  const { document } = useWorkspace()
  const idError = isValidRuleId(node.ruleId)
    ? errors['name']
    : 'Letters, digits, _ and - only, at least one.'
  return (
    <>
      <Field id="field-title" label="Name">
        <TextInput
          id="field-title"
          value={node.name}
          placeholder={node.ruleId}
          onChange={(event) =>
            document.edit(
              (project) => {
                const query = findNode(project, node.id)
                if (query !== undefined) query.name = event.target.value
              },
              { group: `${node.id} title` },
            )
          }
        />
      </Field>
      <Field
        id="field-name"
        label="Rule id"
        help="How eKuiper calls the rule, and other queries its rows."
        error={idError}
        isRequired
      >
        <TextInput
          id="field-name"
          isData
          value={node.ruleId}
          isInvalid={idError !== undefined}
          onChange={(event) =>
            document.edit((project) => changeRuleId(project, node.id, event.target.value), {
              group: `${node.id} ruleId`,
            })
          }
        />
      </Field>
    </>
  )
}

interface ProblemBoxProps {
  readonly problem: Problem
  readonly onFix: (fix: NonNullable<Problem['fixes']>[number]) => void
}

function ProblemBox({ problem, onFix }: ProblemBoxProps) {
  return (
    <div className={styles.problem} data-severity={problem.severity}>
      <TriangleAlert size={15} strokeWidth={1.8} aria-label={problem.severity} />
      <div>
        <p>
          {problem.message}
          {problem.code !== undefined && <span className={styles.code}> {problem.code}</span>}
        </p>
        {problem.hint !== undefined && <p className={styles.hint}>{problem.hint}</p>}
        {problem.fixes?.map((fix) => (
          <button key={fix.title} type="button" className={styles.fix} onClick={() => onFix(fix)}>
            {fix.title}
          </button>
        ))}
      </div>
    </div>
  )
}

function Feeds({ nodes }: { readonly nodes: readonly CanvasNode[] }) {
  if (nodes.length === 0) return null
  return (
    <Section title="Feeds">
      {nodes.map((node) => (
        <Feed key={node.id} node={node} />
      ))}
    </Section>
  )
}

function Feed({ node }: { readonly node: CanvasNode }) {
  const { view } = useWorkspace()
  const metrics = useNodeMetrics(node.id)
  const isLive = useRun(isRunning)
  const components = useSession((state) => state.components)
  const icon = node.kind === 'sink' ? findComponent(components, 'sink', node.type)?.icon : undefined
  return (
    <button type="button" className={styles.feed} onClick={() => view.select([node.id])}>
      <Tile kind={node.kind} icon={icon} />
      {node.name}
      {metrics !== undefined && isLive && <small>{formatRate(metrics.inPerSecond)}</small>}
    </button>
  )
}
