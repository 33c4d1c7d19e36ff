import { ConfigurationError } from '#engine/api'

/** The topics of a DATASOURCE: one or several, separated by commas, wildcards allowed. */
export function readTopicFilters(datasource: string): readonly string[] {
  const filters = datasource.split(',').map((filter) => filter.trim())
  for (const filter of filters) {
    const fault = filterFault(filter)
    if (fault !== undefined) throw new ConfigurationError('DATASOURCE', fault)
  }
  return filters
}

function filterFault(filter: string): string | undefined {
  if (filter === '') return 'a topic is missing: write one or several, separated by commas'
  const levels = filter.split('/')
  const misplaced = levels.find(
    (level, index) =>
      (level.includes('+') && level !== '+') ||
      (level.includes('#') && (level !== '#' || index !== levels.length - 1)),
  )
  if (misplaced === undefined) return undefined
  return `the topic "${filter}" is not possible: + stands for one whole level, # for the last ones`
}

/** Why rows cannot be published to a topic, or undefined. */
export function topicFault(topic: string): string | undefined {
  if (topic === '') return 'the topic is empty'
  if (/[+#]/.test(topic)) return `the topic "${topic}" contains the wildcard + or #`
  return undefined
}
