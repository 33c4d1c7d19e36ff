import { useState } from 'react'
import type { MessageData, MessageView, ResultView, RowWayView } from '#ipc/row-way'
import { dumpBytes } from '../../../lib/dump-bytes.ts'
import { formatClock, formatCount } from '../../../lib/format.ts'
import { Segmented } from '../../../ui/Segmented.tsx'
import { Fact, Facts } from '../Facts.tsx'
import { JsonText } from '../JsonText.tsx'
import styles from './row-way.module.css'
import { describeAnswer, describeCut, describeMessage, toneOf, type Station } from './way-text.ts'

interface StationViewProps {
  readonly station: Exclude<Station, 'row'>
  readonly way: RowWayView
  /** Why there is no message. */
  readonly fault: string | undefined
}

/** One station of a row's way behind the row itself. */
export function StationView({ station, way, fault }: StationViewProps) {
  const { result, message } = way
  const nothing = <p className={styles.lost}>{fault ?? 'It did not get this far.'}</p>
  switch (station) {
    case 'result':
      return result === undefined ? nothing : <Result result={result} rows={way.rows} />
    case 'message':
      return message === undefined ? nothing : <Message message={message} />
    case 'answer':
      return message === undefined ? nothing : <Answers message={message} />
  }
}

function Result({ result, rows }: { readonly result: ResultView; readonly rows: number }) {
  const { kind, text, length } = result
  const made = kind === 'text' ? 'What the data template wrote' : 'What is sent'
  return (
    <>
      <p className={styles.caption}>
        {made}
        {rows === 1 ? '' : `, of all ${formatCount(rows)} rows of the result`}
      </p>
      {kind === 'rows' ? <JsonText json={text} /> : <TextBlock text={text} />}
      <Cut shown={text.length} whole={length} noun="character" />
    </>
  )
}

function Message({ message }: { readonly message: MessageView }) {
  const { data, properties } = message
  const [look, setLook] = useState<Look>('text')
  const names = Object.keys(properties)
  return (
    <>
      {names.length > 0 && (
        <Facts>
          {names.map((name) => (
            <Fact key={name} title={name === 'topic' ? 'Topic' : name}>
              {properties[name]}
            </Fact>
          ))}
        </Facts>
      )}
      <div className={styles.head}>
        <p className={styles.caption}>{describeMessage(message)}</p>
        {data.kind === 'text' && <LookChoice value={look} onChange={setLook} />}
      </div>
      <Data data={data} look={look} />
    </>
  )
}

type Look = 'text' | 'hex'

interface LookChoiceProps {
  readonly value: Look
  readonly onChange: (look: Look) => void
}

function LookChoice({ value, onChange }: LookChoiceProps) {
  return (
    <Segmented
      label="Bytes shown as"
      value={value}
      options={[
        { value: 'text', label: 'Text' },
        { value: 'hex', label: 'Hex' },
      ]}
      onChange={onChange}
    />
  )
}

function Data({ data, look }: { readonly data: MessageData; readonly look: Look }) {
  if (data.kind === 'rows') {
    return (
      <>
        <JsonText json={data.text} />
        <Cut shown={data.text.length} whole={data.size} noun="character" />
      </>
    )
  }
  const isHex = data.kind === 'bytes' || look === 'hex'
  const bytes = data.kind === 'bytes' ? data.bytes : new TextEncoder().encode(data.text)
  const shown = bytes.subarray(0, isHex ? hexShown : undefined)
  return (
    <>
      {isHex ? <TextBlock text={dumpBytes(shown)} isWide /> : <TextBlock text={data.text} />}
      <Cut shown={shown.length} whole={data.size} noun="byte" />
    </>
  )
}

const hexShown = 4096

function Answers({ message }: { readonly message: MessageView }) {
  const { answers } = message
  return (
    <ol className={styles.answers} aria-label="What became of it">
      {answers.map((answer, index) => (
        <li key={index} data-tone={toneOf({ ...message, answers: [answer] })}>
          <time className="mono">{formatClock(answer.at)}</time>
          <span>{describeAnswer(answer)}</span>
        </li>
      ))}
      {answers.length === 0 && <li data-tone="waiting">It waits for its sink.</li>}
    </ol>
  )
}

function TextBlock({ text, isWide = false }: { readonly text: string; readonly isWide?: boolean }) {
  return (
    <pre
      className={`${styles.block ?? ''} mono selectable-text`}
      data-wide={isWide}
      aria-label="Payload"
    >
      {text}
    </pre>
  )
}

function Cut(props: { readonly shown: number; readonly whole: number; readonly noun: string }) {
  const text = describeCut(props.shown, props.whole, props.noun)
  return text === undefined ? null : <p className={styles.caption}>{text}</p>
}
