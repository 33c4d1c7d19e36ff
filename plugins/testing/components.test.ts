import { expect, test } from 'vitest'
import { type ComponentDefinition, type FormatDefinition, z } from '#engine/api'
import { builtinPlugins } from '../builtin.ts'

const components = builtinPlugins()
  .flatMap((plugin) => plugin.components)
  .filter((component) => component.kind !== 'format')
const named = components.map(
  (component) => [`${component.type} ${component.kind}`, component] as const,
)

test('the formats are known by name', () => {
  const formats = builtinPlugins()
    .flatMap((plugin) => plugin.components)
    .filter((component) => component.kind === 'format')
  expect(formats.map(({ type }) => type)).toEqual(['protobuf'])
  for (const { examples, properties } of formats) {
    expect(examples.length).toBeGreaterThan(0)
    for (const example of examples) properties.parse(example.properties)
  }
})

test('each type has one component', () => {
  const names = named.map(([name]) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(names.sort()).toEqual([
    'file sink',
    'log sink',
    'memory sink',
    'memory source',
    'mqtt sink',
    'mqtt source',
    'nop sink',
    'rest sink',
    'simulator source',
  ])
})

function createComponent(component: Exclude<ComponentDefinition, FormatDefinition>): {
  configure: (datasource: string, properties: Record<string, unknown>) => void
} {
  if (component.kind === 'source') return component.create()
  const made = component.sink
  if (typeof made !== 'function') throw new TypeError('built-in sinks are functions')
  const sink = (made as () => { configure(properties: Record<string, unknown>): void })()
  return { configure: (_datasource, properties) => sink.configure(properties) }
}

test.each(named)('the examples of the %s can be used', (_name, component) => {
  expect(component.examples.length).toBeGreaterThan(0)
  for (const example of component.examples) {
    const properties = component.properties.parse(example.properties)
    // The certificates of an example are on no machine.
    if ('rootCaPath' in example.properties) continue
    createComponent(component).configure(example.datasource ?? '', { ...properties })
  }
})

test('a new simulator has all that it needs', () => {
  const simulator = components.find(({ type }) => type === 'simulator')
  const { properties } = z.toJSONSchema(simulator?.properties ?? z.object({}), { io: 'input' })
  const starters = Object.entries(properties ?? {}).flatMap(([key, schema]) =>
    typeof schema === 'object' && 'starter' in schema ? [[key, schema['starter']]] : [],
  )
  expect(simulator?.properties.parse(Object.fromEntries(starters))).toMatchObject({ loop: true })
})

const hints = [
  ...[
    'title',
    'description',
    'group',
    'secret',
    'widget',
    'placeholder',
    'visibleIf',
    'dynamic',
    'patternMessage',
    'anyCase',
    'starter',
  ],
]
const schemaKeys = [
  ...['type', 'default', 'enum', 'anyOf', 'items', 'minItems', 'properties', 'propertyNames'],
  ...['additionalProperties', '$ref', 'oneOf', 'const', 'pattern', 'minLength', 'required'],
]
const groups = ['Connection', 'Target', 'Payload', 'Reliability', 'Advanced']

test.each(named)(
  'the form of the %s has a label and a help text for every property',
  (_name, component) => {
    const schema = z.toJSONSchema(component.properties, { io: 'input' })
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      const written = property as Record<string, unknown>
      expect(typeof written['title'], name).toBe('string')
      expect(written['description'], name).toMatch(/\.$/)
      expect(
        Object.keys(written).filter((key) => ![...hints, ...schemaKeys].includes(key)),
      ).toEqual([])
      if (written['group'] !== undefined) expect(groups).toContain(written['group'])
    }
  },
)

test('secrets, required marks and defaults survive into JSON Schema', () => {
  const sink = components.find(
    (component) => component.type === 'mqtt' && component.kind === 'sink',
  )
  const schema = z.toJSONSchema(sink?.properties ?? z.object({}), { io: 'input' })
  expect(schema.required).toEqual(['server', 'topic'])
  expect(schema.properties).toMatchObject({
    password: { secret: true, group: 'Connection', default: '' },
    topic: { dynamic: true, widget: 'topic', group: 'Target' },
    qos: { enum: [0, 1, 2], default: 0 },
    protocolVersion: { default: '3.1.1' },
    properties: { visibleIf: { property: 'protocolVersion', values: ['5'] } },
  })
})

test.each([
  ['mqtt sink', {}, 'server'],
  ['mqtt sink', { server: 'tcp://h', topic: 't', qos: 3 }, 'qos'],
  ['mqtt sink', { server: 'tcp://h', topic: 't', qos: '1' }, 'qos'],
  ['mqtt sink', { server: 'tcp://h', topic: 't', retained: 'true' }, 'retained'],
  ['mqtt sink', { server: 'tcp://h', topic: 't', protocolVersion: '7' }, 'protocolVersion'],
  ['mqtt sink', { server: '127.0.0.1:1883', topic: 't' }, 'server'],
  ['mqtt sink', { server: 'http://h', topic: 't' }, 'server'],
  ['mqtt sink', { server: '', topic: 't' }, 'server'],
  ['mqtt sink', { server: 'tcp://h', topic: 'a/#' }, 'topic'],
  ['mqtt sink', { server: 'tcp://h', topic: '' }, 'topic'],
  ['mqtt source', { server: 'broker' }, 'server'],
  ['memory sink', {}, 'topic'],
  ['memory sink', { topic: '' }, 'topic'],
  ['memory sink', { topic: 'a/+' }, 'topic'],
  ['simulator source', { data: [] }, 'data'],
])('the schema of the %s refuses %j at %s', (name, properties, path) => {
  const component = named.find(([candidate]) => candidate === name)?.[1]
  const result = component?.properties.safeParse(properties)
  expect(result?.error?.issues.map((issue) => issue.path.join('.'))).toContain(path)
})
