/**
 * Something setup cannot do by itself: what is wrong, and the next thing for the reader to do.
 */
export class SetupError extends Error {
  /**
   * @param {string} message what is wrong, with the value
   * @param {string} nextStep what to do now
   * @param {{ cause?: unknown }} [options]
   */
  constructor(message, nextStep, options) {
    super(message, options)
    this.name = 'SetupError'
    this.nextStep = nextStep
  }
}

/**
 * How a failure is shown in a terminal: message, next step, and a stack only for our own bugs.
 *
 * @param {unknown} error
 */
export function describeFailure(error) {
  if (error instanceof SetupError) {
    return `\u2717 ${error.message}\n${indent(error.nextStep)}`
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return `\u2717 setup stopped unexpectedly\n${indent(text)}`
}

/** @param {unknown} error */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error))

/** @param {string} text */
const indent = (text) => text.replace(/^/gm, '  ')
