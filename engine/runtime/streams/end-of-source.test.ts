import { describe, expect, test } from 'vitest'
import { rowOf, single, startRule } from '../../testkit/rule-with-sinks.ts'
import { createTestEngine } from '../../testkit/test-engine.ts'
import { createTestSink, textOf } from '../../testkit/test-sink.ts'
import { createTestSource } from '../../testkit/test-source.ts'

describe('the end of a bounded source', () => {
  test.each([
    [{ batchSize: 2 }, ['[{"n":1},{"n":2}]', '[{"n":3}]']],
    [{ lingerInterval: '10s' }, ['[{"n":1},{"n":2},{"n":3}]']],
    [{}, ['{"n":1}', '{"n":2}', '{"n":3}']],
  ])('sends what %j left over, and then the run ends', (batch, expected) => {
    const rule = startRule({ actions: [{ bytes: { sendSingle: true, ...batch } }] })
    let sentAtEnd: readonly string[] | undefined
    rule.run.onEnd(() => (sentAtEnd = [...rule.sent]))
    rule.send(1, 2, 3)
    rule.end()
    expect(sentAtEnd).toEqual(expected)
    expect(rule.status()).toMatchObject({ rowsIn: expected.length, rowsOut: expected.length })
  })

  test('comes after the rows that a held rule has not taken yet', async () => {
    const rule = startRule({
      actions: [
        { bytes: { ...single, bufferLength: 1 } },
        { rows: { sendSingle: true, batchSize: 2 } },
      ],
      options: { disableBufferFullDiscard: true },
      first: 'later',
    })
    rule.send(1, 2, 3, 4, 5)
    rule.end()
    await rule.release()
    expect(rule.sent.filter((text) => text.startsWith('['))).toEqual([
      '[{"n":1},{"n":2}]',
      '[{"n":3},{"n":4}]',
      '[{"n":5}]',
    ])
  })

  test('leaves the run open until a sink that is away has the rest', () => {
    const batch = { sendSingle: true, batchSize: 2, resendInterval: 100 }
    const rule = startRule({ actions: [{ bytes: batch }], first: 'away' })
    let hasEnded = false
    rule.run.onEnd(() => (hasEnded = true))
    rule.send(1)
    rule.end()
    expect(hasEnded).toBe(false)
    rule.answerWith('write')
    rule.clock.advanceTo(100)
    expect([hasEnded, rule.sent]).toEqual([true, ['[{"n":1}]']])
  })
})

/** A graph rule that takes stream `a` to one action and stream `b` to another. */
function startTwoStreams() {
  const batches: string[] = []
  const { source, contexts } = createTestSource('test', 'rows')
  const sink = createTestSink('kept', 'bytes', (data) => batches.push(textOf(data)))
  const engine = createTestEngine({ components: [source, sink] })
  const sourceNode = (sourceName: string) => ({
    type: 'source',
    nodeType: 'test',
    props: { sourceType: 'stream', sourceName },
  })
  const sinkNode = { type: 'sink', nodeType: 'kept', props: { sendSingle: true, batchSize: 9 } }
  const graph = {
    nodes: {
      a: sourceNode('a'),
      b: sourceNode('b'),
      some: { type: 'operator', nodeType: 'filter', props: { expr: 'n > 0' } },
      left: sinkNode,
      right: sinkNode,
    },
    topo: { sources: ['a', 'b'], edges: { a: ['some'], some: ['left'], b: ['right'] } },
  }
  const started = engine.start({
    streams: ['a', 'b'].map((name) => `CREATE STREAM ${name} () WITH (TYPE="test")`),
    rules: [{ id: 'r', graph, actions: [], options: {} }],
    sourceConfigurations: {},
  })
  if (!started.ok) throw new Error(started.problems[0]?.diagnostic.message)
  return {
    batches,
    send: (stream: string, n: number) => contexts.get(stream)?.emitRows([{ row: rowOf(n) }]),
    end: (stream: string) => contexts.get(stream)?.end(),
  }
}

test('in a graph the end of a source concerns the sinks behind it', () => {
  const { batches, send, end } = startTwoStreams()
  send('a', 1)
  send('b', 2)
  end('b')
  expect(batches).toEqual(['[{"n":2}]'])
  end('a')
  expect(batches).toEqual(['[{"n":2}]', '[{"n":1}]'])
})
