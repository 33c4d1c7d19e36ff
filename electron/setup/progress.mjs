/**
 * Says which setup step runs and, when it takes longer than two seconds, how far it is. On a
 * terminal the line is redrawn; in a log a new line appears at growing intervals.
 */

/**
 * @typedef {(detail: string) => void} Report
 *
 * @typedef {object} Progress
 * @property {<T>(title: string, work: (report: Report) => Promise<T>) => Promise<T>} run
 *   announces `title`, runs `work`, and closes with a tick and the time taken, or a cross
 * @property {(line: string) => void} note one line that belongs to no step
 */

const showAfterMs = 2000
const redrawMs = 500
const logEveryMs = 10_000

/**
 * @param {{ out?: NodeJS.WritableStream & { isTTY?: boolean }, now?: () => number }} [options]
 * @returns {Progress}
 */
export function createProgress({ out = process.stderr, now = () => performance.now() } = {}) {
  const print = (/** @type {string} */ text) => out.write(text)
  return {
    note: (line) => void print(`${line}\n`),
    run: async (title, work) => {
      const startedAt = now()
      const line = out.isTTY === true ? liveLine(print, title) : logLines(print, title)
      let detail = ''
      const timer = setInterval(() => {
        const elapsedMs = now() - startedAt
        if (elapsedMs >= showAfterMs) line.update(elapsedMs, detail)
      }, redrawMs)
      try {
        const result = await work((text) => {
          detail = text
        })
        line.close(`\u2713 ${title}${took(now() - startedAt)}`)
        return result
      } catch (error) {
        line.close(`\u2717 ${title}${took(now() - startedAt)}`)
        throw error
      } finally {
        clearInterval(timer)
      }
    },
  }
}

/**
 * @param {(text: string) => unknown} print
 * @param {string} title
 */
function liveLine(print, title) {
  const clear = '\r\u001b[2K'
  print(`\u2026 ${title}`)
  return {
    update: (/** @type {number} */ elapsedMs, /** @type {string} */ detail) => {
      print(`${clear}\u2026 ${title} (${describe(elapsedMs, detail)})`)
    },
    close: (/** @type {string} */ text) => {
      print(`${clear}${text}\n`)
    },
  }
}

/**
 * @param {(text: string) => unknown} print
 * @param {string} title
 */
function logLines(print, title) {
  let nextMs = showAfterMs
  print(`\u2026 ${title}\n`)
  return {
    update: (/** @type {number} */ elapsedMs, /** @type {string} */ detail) => {
      if (elapsedMs < nextMs) return
      nextMs = elapsedMs + logEveryMs
      print(`  ${title}: ${describe(elapsedMs, detail)}\n`)
    },
    close: (/** @type {string} */ text) => {
      print(`${text}\n`)
    },
  }
}

/**
 * @param {number} elapsedMs
 * @param {string} detail
 */
const describe = (elapsedMs, detail) =>
  [detail, `${Math.round(elapsedMs / 1000)} s`].filter((part) => part !== '').join(', ')

/** @param {number} elapsedMs */
const took = (elapsedMs) => (elapsedMs < 1000 ? '' : ` (${Math.round(elapsedMs / 1000)} s)`)
