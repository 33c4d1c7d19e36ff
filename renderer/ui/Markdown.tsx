import { createElement, Fragment } from 'react'
import { readMarkdown } from '../lib/markdown.ts'
import type { Inline, MarkdownBlock } from '../lib/markdown.ts'
import styles from './markdown.module.css'

/** Markdown of somebody else: it becomes elements of ours, never markup, and leads nowhere. */
export function Markdown({ text }: { readonly text: string }) {
  return (
    <div className={`${styles.markdown ?? ''} selectable-text`}>
      {readMarkdown(text).map((block, index) => (
        <Block key={index} block={block} />
      ))}
    </div>
  )
}

function Block({ block }: { readonly block: MarkdownBlock }) {
  switch (block.kind) {
    case 'heading':
      // Below the headings of the window.
      return createElement(`h${String(Math.min(6, block.level + 3))}`, {}, <Text of={block.text} />)
    case 'paragraph':
      return (
        <p>
          <Text of={block.text} />
        </p>
      )
    case 'list':
      return createElement(
        block.isNumbered ? 'ol' : 'ul',
        {},
        block.items.map((item, index) => (
          <li key={index}>
            <Text of={item} />
          </li>
        )),
      )
    case 'code':
      return <pre>{block.text}</pre>
    case 'table':
      return <Table rows={block.rows} />
  }
}

function Table({
  rows: [head = [], ...rows],
}: Pick<Extract<MarkdownBlock, { kind: 'table' }>, 'rows'>) {
  return (
    <table>
      <thead>
        <tr>
          {head.map((cell, index) => (
            <th key={index}>
              <Text of={cell} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, column) => (
              <td key={column}>
                <Text of={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const tags = { code: 'code', strong: 'strong', emphasis: 'em' } as const

function Text({ of }: { readonly of: readonly Inline[] }) {
  return of.map((part, index) => {
    if (part.kind === 'text') return <Fragment key={index}>{part.text}</Fragment>
    if (part.kind === 'link') {
      return (
        <span key={index} title={part.address}>
          {part.text} <small>({part.address})</small>
        </span>
      )
    }
    return createElement(tags[part.kind], { key: index }, part.text)
  })
}
