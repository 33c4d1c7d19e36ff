import type { FunctionContext } from '../../functions/definition.ts'
import { createRecord, type RecordValue } from '../../types/value.ts'
import { NodeMonitor } from '../node-monitor.ts'
import type { RuleOutput } from '../operators/operator.ts'
import { createHitState, reasonOf, type RuleFrame } from '../operators/rule-frame.ts'
import type { ResultRow, Row } from '../row.ts'
import type { EngineEnvironment, RuleDefinition } from '../run.ts'
import type { ResultReceiver } from './result-receiver.ts'

export interface ShellOptions {
  readonly definition: RuleDefinition
  readonly environment: EngineEnvironment
  readonly actions: readonly ResultReceiver[]
  readonly sendsMeta: boolean
  /** Whether rows wait in the rule for later ones or for a time, as in a window. */
  readonly keepsRows: boolean
  readonly recordOf: (row: Row) => RecordValue
}

export function keepsRows(operators: readonly { readonly kind: string }[]): boolean {
  return operators.some(({ kind }) => kind === 'window' || kind === 'watermark')
}

/** What every running rule has around its operators: counters, errors, actions and a border for faults. */
export class RuleShell {
  readonly monitor: NodeMonitor
  readonly frame: RuleFrame
  private readonly options: ShellOptions

  constructor(options: ShellOptions) {
    const { definition, environment } = options
    this.options = options
    this.monitor = new NodeMonitor(`rule/${definition.id}`, environment)
    this.frame = {
      window: undefined,
      hits: createHitState(),
      aggregateHits: createHitState(),
      now: () => environment.clock.now(),
      filtered: (count) => {
        this.monitor.filtered += count
      },
      fail: (message, row) => {
        this.fail(message, row)
      },
    }
  }

  /** The context of functions, from now on. */
  createContext(): FunctionContext {
    const { definition, environment } = this.options
    const { clock } = environment
    return {
      ruleId: definition.id,
      ruleStart: clock.now(),
      now: () => clock.now(),
      random: () => environment.random(),
      newId: () => environment.newId(),
    }
  }

  createOutput(actions: readonly ResultReceiver[]): RuleOutput {
    const { sendsMeta } = this.options
    const findValues = (): RuleOutput['values'] => {
      if (sendsMeta || this.monitor.isObserved || actions.length === 0) return undefined
      const receivers = actions.flatMap(({ sendValues }) => sendValues ?? [])
      if (receivers.length < actions.length) return undefined
      return (row) => {
        this.monitor.rowsOut += 1
        for (const send of receivers) send(row)
      }
    }
    return {
      get values() {
        return findValues()
      },
      rows: (results, sources) => {
        this.monitor.rowsOut += results.length
        const { isObserved } = this.monitor
        if (actions.length === 0 && !isObserved) return
        for (let i = 0; i < results.length; i++) {
          const result = results[i]
          if (result === undefined) continue
          if (sendsMeta) result['__meta'] = sources[i]?.metadata ?? createRecord()
          if (isObserved) this.show(result, sources[i])
          const rows = [result]
          for (const action of actions) action.send(rows)
        }
      },
      collection: (results) => {
        this.monitor.rowsOut += results.length
        if (this.monitor.isObserved) for (const result of results) this.show(result, undefined)
        for (const action of actions) action.sendCollection(results)
      },
    }
  }

  private show(result: ResultRow, source: Row | undefined): void {
    this.monitor.row('out', result, source?.metadata)
  }

  /** Counts what came in, and shows it where somebody looks. */
  receive(rows: readonly Row[]): void {
    this.monitor.rowsIn += rows.length
    if (!this.monitor.isObserved) return
    for (const row of rows) this.monitor.row('in', this.options.recordOf(row), row.metadata)
  }

  fail(message: string, row?: Row): void {
    this.countError(message, row)
    for (const action of this.options.actions) action.sendError(message)
  }

  /** As in eKuiper the end of a source goes past what waits in a window. */
  sourceEnded(actions: readonly ResultReceiver[]): void {
    if (this.options.keepsRows) {
      const what = 'rows that still wait for a window to end are not sent, as in eKuiper'
      this.monitor.log('info', `a source has ended: ${what}`)
    }
    this.guard(() => {
      for (const action of actions) action.sourceEnded()
    })
  }

  /** An error that is not sent to the sinks, whatever the rule's options say. */
  countError(message: string, row?: Row): void {
    const record = row === undefined ? undefined : this.options.recordOf(row)
    this.monitor.fail(message, record === undefined ? {} : { row: record })
  }

  dropLate(row: Row): void {
    const text = 'it came too late: the watermark has passed its time'
    this.monitor.drop({ cause: 'late', text }, this.options.recordOf(row))
  }

  /** A fault of ours, not of a row: it is shown, and the rule goes on with the next row. */
  guard(run: () => void): void {
    try {
      run()
    } catch (error) {
      const reason = `unexpected fault: ${reasonOf(error)}`
      this.monitor.log('error', error instanceof Error ? (error.stack ?? reason) : reason)
      this.fail(reason)
    }
  }
}
