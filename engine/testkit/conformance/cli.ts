import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readBaseline, shrinkBaseline } from './baseline.ts'
import { readCases } from './case-files.ts'
import { deliberate } from './deliberate.ts'
import { replayAll } from './replay-all.ts'
import { createReport, printReport } from './report.ts'
import { printResult } from './result-text.ts'

const usage = `usage: npm run conformance -- [DIR...] [--area PREFIX] [--list] [--results FILE.ndjson] [--shrink-baseline]

Replays recorded cases (default: the project's own) and prints how many agree, by topic.
  --area PREFIX     only cases whose id begins with PREFIX, such as sink/tpl
  --list            also why each disagreeing case disagrees
  --results FILE    write every answer as one JSON line, in the shape of the recorded cases
  --shrink-baseline take what agrees by now out of the list of known disagreements`

interface Arguments {
  readonly paths: readonly string[]
  readonly area: string
  readonly isListing: boolean
  readonly results: string | undefined
  readonly shrinks: boolean
}

/** Runs the command line; resolves with the exit code. */
export async function runConformance(args: readonly string[], folder: string): Promise<number> {
  const parsed = parseArguments(args)
  if (typeof parsed === 'string') {
    console.error(parsed)
    return 2
  }
  const paths = parsed.paths.length > 0 ? parsed.paths : [join(folder, 'cases')]
  const cases = paths.flatMap((path) => readCases(path, parsed.area))
  const started = performance.now()
  const answered = await replayAll(cases)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  if (parsed.results !== undefined) {
    const lines = answered.map(({ result }) => `${printResult(result)}\n`)
    writeFileSync(parsed.results, lines.join(''))
  }
  const report = createReport(answered)
  console.log(printReport(report, parsed.isListing))
  const others = report.topics.flatMap(({ disagreements }) => disagreements)
  const onPurpose = others.filter(({ id }) => deliberate.has(id)).length
  const known = readBaseline(folder)
  const isNew = others.filter(({ id }) => !deliberate.has(id) && !known.has(id)).length
  console.log(
    `of the others ${onPurpose} disagree on purpose (deliberate.ts), ${others.length - onPurpose - isNew} are known (baseline.txt), ${isNew} are new`,
  )
  if (parsed.shrinks) console.log(`${shrinkBaseline(folder, report)} left in the baseline`)
  console.log(`${cases.length} cases in ${seconds} s`)
  return isNew === 0 ? 0 : 1
}

function parseArguments(args: readonly string[]): Arguments | string {
  const paths: string[] = []
  let area = ''
  let results: string | undefined
  let isListing = false
  let shrinks = false
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? ''
    if (arg === '--list') isListing = true
    else if (arg === '--shrink-baseline') shrinks = true
    else if (arg === '--area' || arg === '--results') {
      const value = args[++i]
      if (value === undefined) return `${arg} needs a value\n\n${usage}`
      if (arg === '--area') area = value
      else results = value
    } else if (arg.startsWith('--')) return `unknown option ${arg}\n\n${usage}`
    else paths.push(arg)
  }
  return { paths, area, isListing, results, shrinks }
}
