import { beforeEach, expect, test } from 'vitest'
import type { SecretState } from '#ipc/secrets'
import { createInMemoryClient } from '../bridge/in-memory-client.ts'
import type { ProjectDocument } from './ruleset.ts'
import {
  clearSecretsOf, moveClearSecrets, refreshSecrets, removeSecret, secretProblems, storeSecret,
} from './secrets.ts' // prettier-ignore
import { createWorkspace, type Workspace } from './workspace.ts'

const schema = {
  properties: {
    password: { type: 'string', title: 'Password', secret: true },
    topic: { type: 'string' },
  },
}
const component = {
  title: 'MQTT', summary: 'x', keywords: [], plugin: 'x', type: 'mqtt', schema,
} as const // prettier-ignore
const known = {
  components: [
    { ...component, kind: 'source' as const, keywords: [] },
    { ...component, kind: 'sink' as const, keywords: [] },
  ],
  commonSinkSchema: {},
}
const position = { x: 0, y: 0 }
const documentWith = (password: unknown): ProjectDocument => ({
  nodes: [
    {
      kind: 'source', id: 's', position, name: 'plant', properties: { password },
      statement: 'CREATE STREAM plant () WITH (TYPE="mqtt", DATASOURCE="a", CONF_KEY="c")',
    },
    { kind: 'sink', id: 'k', position, name: 'alarm', type: 'mqtt', properties: { password, topic: 'p' } },
    { kind: 'sink', id: 'o', position, name: 'other', type: 'mqtt', properties: { password: 'else' } },
  ],
  sourceConfigurations: { mqtt: { c: { password } } },
}) // prettier-ignore

let workspace: Workspace
beforeEach(async () => {
  workspace = createWorkspace(createInMemoryClient())
  workspace.session.setState(known)
  await refreshSecrets(workspace)
})

const drawn = (): ProjectDocument => workspace.document.getState().document
const textOf = (document: ProjectDocument): string => JSON.stringify(document)
const secretsOf = (): SecretState | undefined => workspace.session.getState().secrets

test('secrets in clear text are found in nodes and in what they share', () => {
  const found = clearSecretsOf(documentWith('hunter2'), known)
  expect(found.map(({ owner, value }) => [owner, value])).toEqual([
    ['plant', 'hunter2'],
    ['alarm', 'hunter2'],
    ['other', 'else'],
    ['c', 'hunter2'],
  ])
  for (const value of ['', undefined, 7, '${secret:PW}', '${secret:p-w}']) {
    expect(clearSecretsOf(documentWith(value), known).map(({ owner }) => owner)).toEqual(['other'])
  }
})

test('moving them leaves references, one for each value, and is one step', async () => {
  workspace.document.replace(documentWith('hunter2'), true)
  const before = drawn()
  expect(await moveClearSecrets(workspace)).toBe(4)
  expect(textOf(drawn())).not.toMatch(/hunter2|else/)
  expect(drawn()).toEqual({
    ...documentWith('${secret:PLANT_PASSWORD}'),
    nodes: documentWith('${secret:PLANT_PASSWORD}').nodes.map((node) =>
      node.id === 'o' ? { ...node, properties: { password: '${secret:OTHER_PASSWORD}' } } : node,
    ),
  })
  expect(secretsOf()?.ids).toEqual(['PLANT_PASSWORD', 'OTHER_PASSWORD'])
  workspace.document.undo()
  expect(drawn()).toEqual(before)
})

test('where a value cannot be stored, the document keeps all of them', async () => {
  const { client } = workspace
  const refusing: Workspace = {
    ...workspace,
    client: {
      ...client,
      request: (name, parameters) =>
        name === 'secret.store' && 'id' in parameters && parameters.id === 'OTHER_PASSWORD'
          ? Promise.reject(new Error('full'))
          : client.request(name, parameters),
    },
  }
  workspace.document.replace(documentWith('hunter2'), true)
  const before = drawn()
  await expect(moveClearSecrets(refusing)).rejects.toThrow('full')
  expect(drawn()).toBe(before)
})

test('a new secret never takes the id of another', async () => {
  workspace.document.replace(documentWith('${secret:ALARM_PASSWORD}'), true)
  const secret = { owner: 'alarm', key: 'password', value: 'x' }
  expect(await storeSecret(workspace, secret)).toBe('${secret:ALARM_PASSWORD_2}')
  expect(await storeSecret(workspace, secret)).toBe('${secret:ALARM_PASSWORD_3}')
  const replaced = { ...secret, id: 'ALARM_PASSWORD_2' }
  expect(await storeSecret(workspace, replaced)).toBe('${secret:ALARM_PASSWORD_2}')
})

test('a value goes with its last reference', async () => {
  workspace.document.replace(documentWith('${secret:PW}'), true)
  await storeSecret(workspace, { owner: '', key: '', value: 'x', id: 'PW' })
  await removeSecret(workspace, 'PW')
  expect(secretsOf()?.ids).toEqual(['PW'])
  workspace.document.replace(documentWith(undefined), true)
  await removeSecret(workspace, 'PW')
  expect(secretsOf()?.ids).toEqual([])
})

test.each([
  ['${secret:PW}', []],
  ['${secret:GONE}', [['error', 'The secret "GONE" has no value here.']]],
  ['${secret:OLD}', [['error', 'The key store does not decrypt the secret "OLD" any more.']]],
  ['${secret:p-w}', [['error', '"${secret:p-w}" is no reference to a secret.']]],
  ['hunter2', [['warning', "Password stands in clear text in the project's files."]]],
  ['', []],
])('the password %j has the problems %j', (password, problems) => {
  const [, node] = documentWith(password).nodes
  if (node === undefined) throw new Error('there is a sink')
  const secrets = { ids: ['PW'], unreadableIds: ['OLD'], sessionIds: [], isChoice: false }
  const found = secretProblems(node, schema, { ...secrets, keeping: 'system' })
  expect(found.map(({ severity, message }) => [severity, message])).toEqual(problems)
  for (const { field } of found) expect(field).toBe('password')
})

test('nothing is missing before it is known what is there', () => {
  const [, node] = documentWith('${secret:GONE}').nodes
  expect(node && secretProblems(node, schema, undefined)).toEqual([])
})

test('what the last start missed is not said any more once it is stored', async () => {
  const problemOf = (code: string) => ({
    place: 'action/r/0/password',
    diagnostic: { code, severity: 'error' as const, message: 'x', span: { start: 0, end: 0 } },
  })
  workspace.run.setState({ problems: [problemOf('RUL4550'), problemOf('CFG5002')] })
  await storeSecret(workspace, { owner: 'a', key: 'b', value: 'x' })
  const { problems } = workspace.run.getState()
  expect(problems.map(({ diagnostic }) => diagnostic.code)).toEqual(['CFG5002'])
})
