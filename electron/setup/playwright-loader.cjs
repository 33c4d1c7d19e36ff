/**
 * Loaded into the app with `-r` when Playwright runs it. Playwright loads its own part only when it
 * chooses the executable itself; that part holds `ready` back until Playwright is connected, so
 * that no window is missed.
 */
const path = require('node:path')

const core = path.dirname(require.resolve('playwright-core/package.json'))
require(path.join(core, 'lib', 'server', 'electron', 'loader.js'))

// The app sees the command line that `npm start` gives it.
const index = process.argv.indexOf(__filename)
process.argv.splice(index - 1, 2)
