import { ChevronRight } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import styles from './section.module.css'

interface SectionProps {
  readonly title: ReactNode
  /** A pill at the right of the title. */
  readonly end?: ReactNode
  readonly children: ReactNode
}

export function Section({ title, end, children }: SectionProps) {
  return (
    <section className={styles.section}>
      <h4 className={styles.title}>
        {title}
        <span className={styles.end}>{end}</span>
      </h4>
      {children}
    </section>
  )
}

interface CollapsibleProps extends SectionProps {
  readonly title: string
  readonly isOpenAtFirst: boolean
  /** A number opens the section, and so does each other number after it. */
  readonly openSerial?: number | undefined
}

export function CollapsibleSection(props: CollapsibleProps) {
  const { title, end, isOpenAtFirst, openSerial, children } = props
  const [isOpen, setOpen] = useState(isOpenAtFirst || openSerial !== undefined)
  const [lastSerial, setLastSerial] = useState(openSerial)
  if (openSerial !== undefined && openSerial !== lastSerial) {
    setLastSerial(openSerial)
    setOpen(true)
  }
  return (
    <section className={styles.section} aria-label={title}>
      <h4 className={styles.title}>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <ChevronRight size={13} strokeWidth={2} aria-hidden />
          {title}
        </button>
        <span className={styles.end}>{end}</span>
      </h4>
      {isOpen && children}
    </section>
  )
}
