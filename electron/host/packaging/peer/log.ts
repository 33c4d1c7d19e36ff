import { logLine } from '#engine/api'

/** Writes to the server's log, which takes what the plugin's process prints. */
export interface PeerLog {
  debug(message: string, ...details: readonly unknown[]): void
  info(message: string, ...details: readonly unknown[]): void
  warn(message: string, ...details: readonly unknown[]): void
  error(message: string, ...details: readonly unknown[]): void
}

type Level = keyof PeerLog

/** `about` names the plugin, and the rule where there is one. */
export function createLog(about: string, write = writeLine): PeerLog {
  const isVerbose = process.env['SLUICE_PLUGIN_LOG'] === 'debug'
  const say =
    (level: Level) =>
    (message: string, ...details: readonly unknown[]) => {
      if (level !== 'debug' || isVerbose) write(`${level} ${about}: ${logLine(message, details)}`)
    }
  return { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') }
}

function writeLine(line: string): void {
  process.stdout.write(`${line}\n`)
}

const quietMs = 5000

/** For what may happen with every row: the first is said at once, then the newest every few seconds. */
export function createRowLog(say: (message: string) => void): (message: string) => void {
  let saidAt = -Infinity
  let unsaid = 0
  return (message) => {
    const now = performance.now()
    if (now - saidAt < quietMs) {
      unsaid += 1
      return
    }
    say(unsaid === 0 ? message : `${message} (and ${String(unsaid)} times before, not shown)`)
    saidAt = now
    unsaid = 0
  }
}
