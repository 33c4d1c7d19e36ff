import { expect, test } from 'vitest'
import { builtinPlugins } from '#plugins'
import { secretValuesOf } from './clear-secrets.ts'
import { describeComponents } from './describe-components.ts'

test('secrets in clear text are found by the schemas of sources and sinks', () => {
  const definition = {
    streams: [],
    rules: [
      {
        id: 'r',
        actions: [
          { mqtt: { topic: 't', password: 'one', privateKeyRaw: '' } },
          { MQTT: { Password: 'two' } },
          { unknown: { password: 'three' } },
        ],
        options: {},
      },
    ],
    sourceConfigurations: { mqtt: { c: { password: 'four', username: 'u' }, d: { password: 5 } } },
  }
  expect(secretValuesOf(definition, describeComponents(builtinPlugins()))).toEqual([
    'one',
    'two',
    'four',
  ])
})
