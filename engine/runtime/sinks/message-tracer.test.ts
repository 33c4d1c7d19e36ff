import { describe, expect, test } from 'vitest'
import { toJsonText } from '../../types/json-text.ts'
import type { TraceStep } from '../run.ts'
import { single, startRule } from '../../testkit/rule-with-sinks.ts'

describe('a trace', () => {
  const record = (rule: ReturnType<typeof startRule>) => {
    const steps: TraceStep[] = []
    const cancel = rule.run.trace('action/r/0', (step) => steps.push(step))
    const take = (): readonly string[] => steps.splice(0).map(describeStep)
    return { take, cancel }
  }

  test('shows each message from row to answer', () => {
    const rule = startRule({ actions: [{ bytes: { ...single, topic: 't/{{.n}}' } }] })
    const { take, cancel } = record(rule)
    rule.send(1)
    rule.answerWith('bad')
    rule.send(2)
    expect(take()).toEqual([
      '1 transformed {"n":1} text 1',
      '1 encoded 1 t/1',
      '1 answered written',
      '2 transformed {"n":2} text 2',
      '2 encoded 2 t/2',
      '2 answered lost: not wanted',
    ])
    cancel()
    rule.send(3)
    expect(take()).toEqual([])
  })

  test('shows why a row became no message', () => {
    const rule = startRule({
      actions: [{ bytes: { sendSingle: true, dataTemplate: '{{fail\n"no"}}' } }],
    })
    const { take } = record(rule)
    rule.send(1)
    expect(take()[0]).toMatch(/^1 failed [^]*fail: no$/)
  })

  test('shows a batch as the rows it is made of', () => {
    const rule = startRule({ actions: [{ rows: { sendSingle: true, batchSize: 2 } }] })
    const { take } = record(rule)
    rule.send(1, 2)
    expect(take()).toEqual([
      '1 transformed {"n":1} data {"n":1}',
      '1 transformed {"n":2} data {"n":2}',
      '1 encoded [{"n":1},{"n":2}] ',
      '1 answered written',
    ])
  })

  test('shows what is dropped and what is sent again, of earlier messages too', () => {
    const rule = startRule({
      actions: [{ bytes: { ...single, bufferLength: 1, resendInterval: 100 } }],
    })
    rule.answerWith('away')
    rule.send(1, 2)
    const { take } = record(rule)
    rule.send(3)
    rule.answerWith('write')
    rule.clock.advanceTo(100)
    expect(take()).toEqual([
      '1 transformed {"n":3} text 3',
      '1 encoded 3 ',
      '2 encoded 2 ',
      '2 dropped buffer full: 1 messages wait for the sink, the oldest was dropped',
      '3 encoded 1 ',
      '3 answered written',
      '1 answered written',
    ])
  })

  test('an observer of the node sees rows in and out with it', () => {
    const rule = startRule({ actions: [{ bytes: { batchSize: 2 } }] })
    const seen: string[] = []
    rule.run.observe('action/r/0', (event) => {
      if (event.kind === 'in' || event.kind === 'out') {
        seen.push(`${event.kind} ${toJsonText(event.row)}`)
      }
    })
    rule.send(1, 2)
    expect(seen).toEqual(['in {"n":1}', 'in {"n":2}', 'out {"n":1}', 'out {"n":2}'])
  })
})

function describeStep(step: TraceStep): string {
  const head = `${String(step.message)} ${step.kind}`
  switch (step.kind) {
    case 'transformed': {
      const { result } = step
      const made = result.kind === 'text' ? result.text : toJsonText(result.data)
      return `${head} ${toJsonText(step.item)} ${result.kind} ${made}`
    }
    case 'encoded': {
      const { data, properties } = step
      const text = data instanceof Uint8Array ? new TextDecoder().decode(data) : toJsonText(data)
      return `${head} ${text} ${properties['topic'] ?? ''}`
    }
    case 'answered': {
      const { answer } = step
      return `${head} ${answer.kind}${answer.kind === 'written' ? '' : `: ${answer.reason}`}`
    }
    case 'stored':
      return head
    case 'failed':
    case 'dropped':
      return `${head} ${step.reason}`
  }
}
