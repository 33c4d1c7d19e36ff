import { expect, expectTypeOf, test } from 'vitest'
import type { z } from 'zod'
import type {
  DropCause,
  EngineLogLine,
  NodeError,
  NodeStatus,
  RuleDefinition,
  RunDefinition,
} from '#engine'
import { documentToRunDefinition, sampleDocument } from '#engine/ruleset'
import type { ProjectDocument, SinkNode, SourceNode, SqlNode } from '#engine/ruleset'
import type { logLine, nodeStatus } from './contract.ts'
import { contract, projectDocument, runDefinition } from './contract.ts'

/**
 * The contract repeats shapes of the engine as schemas. Keys that only one side has would be lost on
 * the way, so they are compared here (tsc checks this file).
 */
type Document = z.output<typeof projectDocument>
type Node<Kind> = Extract<Document['nodes'][number], { kind: Kind }>
type Run = z.output<typeof runDefinition>
type Status = z.output<typeof nodeStatus>

test('documents, runs, states and log lines have the keys they have in the engine', () => {
  expectTypeOf<keyof Document>().toEqualTypeOf<keyof ProjectDocument>()
  expectTypeOf<keyof Node<'source'>>().toEqualTypeOf<keyof SourceNode>()
  expectTypeOf<keyof Node<'sql'>>().toEqualTypeOf<keyof SqlNode>()
  expectTypeOf<keyof Node<'sink'>>().toEqualTypeOf<keyof SinkNode>()
  expectTypeOf<keyof Run>().toEqualTypeOf<keyof RunDefinition>()
  expectTypeOf<keyof Run['rules'][number]>().toEqualTypeOf<keyof RuleDefinition>()
  expectTypeOf<keyof Status>().toEqualTypeOf<keyof NodeStatus>()
  expectTypeOf<Status['state']>().toEqualTypeOf<NodeStatus['state']>()
  expectTypeOf<NonNullable<Status['droppedBy']>>().toEqualTypeOf<
    Partial<Record<DropCause, number>>
  >()
  expectTypeOf<keyof NonNullable<Status['lastError']>>().toEqualTypeOf<keyof NodeError>()
  expectTypeOf<keyof z.output<typeof logLine>>().toEqualTypeOf<keyof EngineLogLine>()
})

test('a document and its run pass the contract without losing anything', () => {
  expect(projectDocument.parse(sampleDocument)).toEqual(sampleDocument)
  const { definition } = documentToRunDefinition(sampleDocument)
  expect(runDefinition.parse(definition)).toEqual(definition)
})

test('requests are named domain.verb and events domain.noun', () => {
  const names = [...Object.keys(contract.requests), ...Object.keys(contract.events)]
  for (const name of names) expect(name).toMatch(/^[a-z]+\.[a-z]+[A-Za-z]*$/)
  expect(new Set(names).size).toBe(names.length)
})
