import type { FromRunner, ToRunner } from '../protocol.ts'

/** The runner's end of the line to the host, whatever carries it. */
export interface RunnerPort {
  send(message: FromRunner): void
  onMessage(receive: (message: ToRunner) => void): void
}
