import type { ActionProperties } from './action-properties.ts'
import type { PropertyFault } from './property-fault.ts'

const prefix = 'fail to parse sink configuration: '

/** Values of the right kind that eKuiper refuses all the same: one fault for each property, in its words. */
export function findLimitFaults(properties: ActionProperties): readonly PropertyFault[] {
  return [...findNegatives(properties), ...findCacheFaults(properties)]
}

function findNegatives(properties: ActionProperties): readonly PropertyFault[] {
  const { batchSize, lingerMs, bufferLength } = properties
  const faults: PropertyFault[] = []
  if (batchSize < 0) {
    const message = `${prefix}invalid batchSize ${batchSize}`
    const hint = 'Write how many results make a message; 0 sends each at once.'
    faults.push({ property: 'batchSize', message, hint })
  }
  if (lingerMs < 0) {
    const message = `${prefix}invalid lingerInterval ${lingerMs * 1e6}, must be positive`
    const hint = 'Write a time such as 500ms; 0 sends a batch only when it is full.'
    faults.push({ property: 'lingerInterval', message, hint })
  }
  if (bufferLength < 0) {
    const message = `${prefix}invalid bufferLength ${bufferLength}, must not be negative`
    const hint = 'Write how many messages may wait, such as 1024.'
    faults.push({ property: 'bufferLength', message, hint })
  }
  return faults
}

/** eKuiper's name for what is wrong with a property, and what to do. */
interface CacheFault {
  readonly property: string
  readonly code: string
  readonly message: string
  readonly hint: string
}

/** Checked whether the cache is on or not. */
function findCacheFaults(properties: ActionProperties): readonly PropertyFault[] {
  const negative = findNegativeCacheSizes(properties)
  const faults = negative.length > 0 ? negative : findPageFaults(properties)
  const wrong = [...new Set(faults.map(({ property }) => property))]
  return wrong.map((property) => {
    const found = faults.filter((fault) => fault.property === property)
    const texts = found.map(({ code, message }) => `${code}:${message}`)
    const message = `${prefix}invalid cache properties: ${texts.join('\n')}`
    return { property, message, hint: found[0]?.hint ?? '' }
  })
}

function findNegativeCacheSizes(properties: ActionProperties): readonly CacheFault[] {
  const { memoryCacheThreshold, maxDiskCache, bufferPageSize, resendPriority } = properties
  const faults: CacheFault[] = []
  const positive = (property: string, holds: boolean, hint: string): void => {
    if (!holds)
      faults.push({ property, code: property, message: `${property} must be positive`, hint })
  }
  const multiple = 'Write a multiple of bufferPageSize'
  positive('memoryCacheThreshold', memoryCacheThreshold >= 0, `${multiple}, such as 1024.`)
  positive('maxDiskCache', maxDiskCache >= 0, `${multiple}, such as 1024000.`)
  positive('bufferPageSize', bufferPageSize > 0, 'Write 1 or more, such as 256.')
  positive(
    'resendInterval',
    properties.resendIntervalMs >= 0,
    'Write a time such as 500ms; 0 is 100 ms with the cache on, else never.',
  )
  if (Math.abs(resendPriority) > 1) {
    const property = 'resendPriority'
    const message = `${property} must be -1, 0 or 1`
    faults.push({ property, code: property, message, hint: 'Choose -1, 0 or 1.' })
  }
  return faults
}

function findPageFaults(properties: ActionProperties): readonly CacheFault[] {
  const { memoryCacheThreshold, maxDiskCache, bufferPageSize } = properties
  const check = (property: string, size: number, tooSmall: string): readonly CacheFault[] => {
    const next = Math.max(1, Math.ceil(size / bufferPageSize)) * bufferPageSize
    const hint = `Write a multiple of bufferPageSize, which is ${bufferPageSize}: ${next} for example.`
    const small = { property, code: `${property}TooSmall`, message: tooSmall, hint }
    const message = `${property} must be a multiple of bufferPageSize`
    const uneven = { property, code: `${property}NotMultiple`, message, hint }
    return [
      ...(size < bufferPageSize ? [small] : []),
      ...(size % bufferPageSize === 0 ? [] : [uneven]),
    ]
  }
  return [
    ...check(
      'memoryCacheThreshold',
      memoryCacheThreshold,
      'memoryCacheThreshold must be greater than or equal to bufferPageSize',
    ),
    ...check('maxDiskCache', maxDiskCache, 'maxDiskCache must be greater than bufferPageSize'),
  ]
}
