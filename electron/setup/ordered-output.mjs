/**
 * Lets commands that run at the same time print without mixing: the first shows what it prints at
 * once, the others are held back until those before them are done.
 */

/**
 * @typedef {object} Channel
 * @property {(text: string) => void} write
 * @property {() => void} close
 */

/**
 * @param {(text: string) => unknown} print
 * @returns {() => Channel} opens the next channel; channels show in the order of opening
 */
export function createOrderedOutput(print) {
  /** @type {{ held: string, isClosed: boolean }[]} */
  const queue = []
  const showFront = () => {
    for (let front = queue[0]; front !== undefined; front = queue[0]) {
      if (front.held !== '') print(front.held)
      front.held = ''
      if (!front.isClosed) return
      queue.shift()
    }
  }
  return () => {
    const channel = { held: '', isClosed: false }
    queue.push(channel)
    return {
      write: (text) => {
        channel.held += text
        showFront()
      },
      close: () => {
        channel.isClosed = true
        showFront()
      },
    }
  }
}
