/** What tests use instead of the real world: a clock that is told to move, contexts that keep what they hear. */
export {
  createSink,
  createSinkHarness,
  createSourceHarness,
  openSource,
} from './component-harness.ts'
export type {
  ComponentRecord,
  HarnessOptions,
  SinkHarness,
  SourceHarness,
} from './component-harness.ts'
export { createTestSource } from './test-source.ts'
export type { TestSource } from './test-source.ts'
export { createVirtualClock } from './virtual-clock.ts'
export type { VirtualClock } from './virtual-clock.ts'
