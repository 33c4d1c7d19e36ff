import { assertNever } from '../../base/assert.ts'
import type { PhysicalWindow } from '../../plan/physical/physical-plan.ts'
import { AggregateContent, PaneContent } from './aggregate-content.ts'
import { unitLength } from './alignment.ts'
import { CountHoppingWindow, CountWindow } from './count-window.ts'
import { EventSessionWindow } from './event-session-window.ts'
import { EventSlidingSecondWindow } from './event-sliding-second.ts'
import { EventSlidingWindow } from './event-sliding-window.ts'
import type { Aggregation } from './group-states.ts'
import { HoppingRows, type HoppingContent } from './hopping-content.ts'
import { EventHoppingWindow, HoppingWindow } from './hopping-window.ts'
import {
  IncrementalEventSlidingWindow,
  IncrementalEventWindow,
} from './incremental-event-windows.ts'
import {
  IncrementalCountWindow,
  IncrementalHoppingWindow,
  IncrementalSlidingWindow,
  IncrementalTumblingWindow,
} from './incremental-windows.ts'
import { SessionWindow } from './session-window.ts'
import { SlidingAggregates, SlidingRows } from './sliding-content.ts'
import { PlainSlidingWindow, SlidingWindow, type SlidingSize } from './sliding-window.ts'
import { StateWindow } from './state-window.ts'
import { EventTumblingWindow, TumblingWindow } from './tumbling-window.ts'
import { RowContent, type WindowContent } from './window-content.ts'
import type { Condition, WindowHost, WindowOperator } from './window-operator.ts'
import type { RuleRow } from '../rule-row.ts'

/** What a planned window's expressions became. */
export interface WindowParts {
  readonly when: Condition | undefined
  readonly conditions: readonly Condition[]
  readonly partition: (row: RuleRow) => string
  /** Undefined where the window keeps its rows. */
  readonly aggregation: Aggregation | undefined
}

export function createWindow(
  plan: PhysicalWindow,
  host: WindowHost,
  parts: WindowParts,
): WindowOperator {
  const unit = plan.unit ?? 'ms'
  const [first = 1, second] = plan.sizes
  if (plan.content === 'incremental' && parts.aggregation !== undefined) {
    return createIncrementalWindow(plan, host, parts, parts.aggregation)
  }
  switch (plan.type) {
    case 'tumbling':
      return plan.isEventTime
        ? new EventTumblingWindow(host, contentOf(parts), unit, first)
        : new TumblingWindow(host, contentOf(parts), unit, first)
    case 'hopping': {
      const size = { unit, length: first, hop: second ?? first }
      const content = hoppingContent(parts, size.length, size.hop, unitLength[unit])
      return plan.isEventTime
        ? new EventHoppingWindow(host, content, size)
        : new HoppingWindow(host, content, size)
    }
    case 'sliding':
      return createSliding(plan, host, slidingSize(plan, parts), parts.aggregation)
    case 'session': {
      const size = { unit, maximum: first, timeout: second ?? first }
      return plan.isEventTime
        ? new EventSessionWindow(host, size)
        : new SessionWindow(host, contentOf(parts), size)
    }
    case 'count': {
      const interval = second === undefined || second === 0 ? first : second
      return interval === first
        ? new CountWindow(host, contentOf(parts), first)
        : new CountHoppingWindow(host, first, interval)
    }
    case 'state': {
      const [begin = (): boolean => false, emit] = parts.conditions
      return new StateWindow(host, { begin, emit, partition: parts.partition })
    }
    default:
      return assertNever(plan.type)
  }
}

function contentOf(parts: WindowParts): WindowContent {
  return parts.aggregation === undefined
    ? new RowContent()
    : new AggregateContent(parts.aggregation)
}

function hoppingContent(
  parts: WindowParts,
  length: number,
  hop: number,
  unitMs: number,
): HoppingContent {
  if (parts.aggregation === undefined) return new HoppingRows()
  return new PaneContent(parts.aggregation, length * unitMs, hop * unitMs)
}

function slidingSize(plan: PhysicalWindow, parts: WindowParts): SlidingSize {
  const unitMs = unitLength[plan.unit ?? 'ms']
  const [length = 0, delay = 0, interval = 0] = plan.sizes
  return {
    lengthMs: length * unitMs,
    delayMs: delay * unitMs,
    intervalMs: interval * unitMs,
    when: parts.when,
    isSecondVersion: plan.isSecondVersion,
    isSentTwice: plan.isSentTwice,
  }
}

function createSliding(
  plan: PhysicalWindow,
  host: WindowHost,
  size: SlidingSize,
  aggregation: Aggregation | undefined,
): WindowOperator {
  if (!plan.isEventTime) {
    if (size.delayMs !== 0 || size.isSecondVersion) return new SlidingWindow(host, size)
    const content =
      aggregation === undefined ? new SlidingRows() : new SlidingAggregates(aggregation)
    return new PlainSlidingWindow(host, content, size)
  }
  return plan.isSecondVersion
    ? new EventSlidingSecondWindow(host, size)
    : new EventSlidingWindow(host, size)
}

function createIncrementalWindow(
  plan: PhysicalWindow,
  host: WindowHost,
  parts: WindowParts,
  aggregation: Aggregation,
): WindowOperator {
  const unit = plan.unit ?? 'ms'
  const [first = 1, second] = plan.sizes
  if (plan.type === 'sliding') {
    const size = slidingSize(plan, parts)
    return plan.isEventTime
      ? new IncrementalEventSlidingWindow(host, aggregation, size)
      : new IncrementalSlidingWindow(host, aggregation, size)
  }
  if (plan.type === 'count') return new IncrementalCountWindow(host, aggregation, first)
  const hop = plan.type === 'hopping' ? (second ?? first) : undefined
  if (plan.isEventTime) {
    return new IncrementalEventWindow(host, aggregation, { unit, length: first, hop })
  }
  return hop === undefined
    ? new IncrementalTumblingWindow(host, aggregation, unit, first)
    : new IncrementalHoppingWindow(host, aggregation, { unit, length: first, hop })
}
