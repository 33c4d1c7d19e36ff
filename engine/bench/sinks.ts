import { createFeed } from './feed.ts'
import { measure } from './measure.ts'
import { jsonMeasurements } from './sinks/json.ts'
import { pipelineMeasurements } from './sinks/pipeline.ts'
import { templateMeasurements } from './sinks/template.ts'

/** What sinks cost. Prints the names, or one measurement as a line of JSON. */
const measurements = [...jsonMeasurements, ...templateMeasurements, ...pipelineMeasurements]

const [wanted] = process.argv.slice(2)
if (wanted === undefined) console.log(JSON.stringify(measurements.map(({ name }) => name)))
else {
  const measurement = measurements.find(({ name }) => name === wanted)
  if (measurement === undefined) throw new Error(`there is no measurement ${wanted}`)
  const { ours, others } = measurement.create(createFeed())
  const figures = measure({ ours, ...others })
  console.log(JSON.stringify({ name: wanted, figures }))
}
