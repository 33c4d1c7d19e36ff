import { useState } from 'react'
import type { MessageData, MessageView, ResultView, RowWayView } from '#ipc/row-way'
import { dumpBytes } from '../../../lib/dump-bytes.ts'
import { countOf, formatClock, formatCount } from '../../../lib/format.ts'
import { Segmented } from '../../../ui/Segmented.tsx'
import { Fact, Facts } from '../Facts.tsx'
import { JsonText } from '../JsonText.tsx'
import styles from './row-way.module.css'
import {
  describeAnswer,
  describeCut,
  describeEncoding,
  describeSize,
  toneOf,
  type Station,
} from './way-text.ts'

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
  const { rows, data, properties } = message
  const encoding = describeEncoding(message)
  return (
    <>
      <Facts>
        {Object.entries(properties).map(([name, value]) => (
          <Fact key={name} title={name === 'topic' ? 'Topic' : name}>
            {value}
          </Fact>
        ))}
        <Fact title="Size">{describeSize(data)}</Fact>
        {encoding !== '' && <Fact title="Format">{encoding}</Fact>}
        {rows !== 1 && <Fact title="Made of">{countOf(rows, 'row')}</Fact>}
      </Facts>
      <Data data={data} />
    </>
  )
}

function Data({ data }: { readonly data: MessageData }) {
  const [look, setLook] = useState<'text' | 'hex'>('text')
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
      {data.kind === 'text' && (
        <div className={styles.look}>
          <Segmented
            label="Bytes shown as"
            value={look}
            options={[
              { value: 'text', label: 'Text' },
              { value: 'hex', label: 'Hex' },
            ]}
            onChange={setLook}
          />
        </div>
      )}
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
