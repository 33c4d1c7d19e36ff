import { Modal } from '@mantine/core'
import { useView, useWorkspace } from '../state/workspace.ts'
import styles from './shortcuts.module.css'

interface Group {
  readonly title: string
  readonly rows: readonly (readonly [keys: string, text: string])[]
}

const groups: readonly Group[] = [
  {
    title: 'Everywhere',
    rows: [
      ['Ctrl Enter', 'Run or stop'],
      ['Ctrl S', 'Save'],
      ['Ctrl O', 'Open a project'],
      ['Ctrl N', 'New project'],
      ['Ctrl I', 'Import rules'],
      ['Ctrl E', 'Export rules'],
      ['Ctrl Z', 'Undo'],
      ['Ctrl Shift Z', 'Redo'],
      ['/', 'Find a node in the palette'],
      ['?', 'This sheet'],
    ],
  },
  {
    title: 'Canvas',
    rows: [
      ['Tab', 'Next node or wire'],
      ['Enter', 'Select it'],
      ['Arrows', 'Move the selected nodes'],
      ['Shift drag', 'Select an area'],
      ['Ctrl A', 'Select all'],
      ['Ctrl D', 'Duplicate'],
      ['Ctrl C', 'Copy as eKuiper JSON'],
      ['Ctrl V', 'Paste rules, SQL or JSON'],
      ['Delete', 'Delete'],
      ['Ctrl 0', 'Fit all nodes'],
      ['Ctrl L', 'Tidy'],
    ],
  },
  {
    title: 'Rows',
    rows: [
      ['Up Down', 'Next row'],
      ['Home End', 'First and last row'],
      ['Enter', "Into the row's way"],
      ['Left Right', 'Next station of the way'],
      ['Escape', 'Close the row'],
    ],
  },
  {
    title: 'SQL',
    rows: [
      ['Ctrl Space', 'Complete'],
      ['Shift Alt F', 'Format'],
      ['Ctrl .', 'Fixes for a problem'],
      ['F8', 'Next problem'],
      ['Ctrl M', 'Tab leaves the editor, or types'],
    ],
  },
]

/** What the keyboard does, grouped by where. */
export function ShortcutsSheet() {
  const { view } = useWorkspace()
  const isOpen = useView((state) => state.isHelpOpen)
  return (
    <Modal
      opened={isOpen}
      onClose={() => view.setState({ isHelpOpen: false })}
      title="Keyboard"
      size={720}
    >
      <div className={styles.groups}>
        {groups.map(({ title, rows }) => (
          <section key={title} aria-label={title}>
            <h3 className={styles.title}>{title}</h3>
            <dl className={styles.rows}>
              {rows.map(([keys, text]) => (
                <div key={text}>
                  <dt>{text}</dt>
                  <dd>
                    {keys.split(' ').map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
