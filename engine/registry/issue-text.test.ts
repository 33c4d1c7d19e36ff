import { expect, test } from 'vitest'
import { z } from 'zod'
import { issueText } from './issue-text.ts'

const schema = z.object({
  server: z.string().regex(/^tcp:/, 'a server starts with tcp:'),
  port: z.number().max(9).default(1),
  isOpen: z.boolean().default(false),
  qos: z.literal([0, 1, 2]).default(0),
  method: z.enum(['get', 'put']).default('get'),
  data: z.array(z.object({ id: z.string() })).default([]),
})
const server = 'tcp://h'

test.each<[Record<string, unknown>, string[]]>([
  [{}, ['server is required']],
  [
    { server: 5n, isOpen: 'no' },
    ['server takes a text, not "5"', 'isOpen takes true or false, not "no"'],
  ],
  [{ server, port: '1' }, ['port takes a number, not "1"']],
  [{ server, data: {} }, ['data takes a list, not {}']],
  [{ server, data: [{ id: 'a' }, {}] }, ['data.1.id is required']],
  [
    { server, qos: 5, method: 'PUT' },
    ['qos is one of 0, 1, 2, not 5', 'method is one of "get", "put", not "PUT"'],
  ],
  [{ server: 'http:' }, ['a server starts with tcp:']],
])('%o', (given, texts) => {
  const { error } = schema.safeParse(given)
  expect(error?.issues.map((issue) => issueText(issue, given))).toEqual(texts)
})

test('a check of its own is told in its words, also where the property is not there', () => {
  const checked = schema.superRefine((_, context) => {
    const message = 'format must be delimited when fileType is csv'
    context.addIssue({ code: 'custom', path: ['format'], message })
  })
  const [issue] = checked.safeParse({ server }).error?.issues ?? []
  expect(issue && issueText(issue, { server })).toBe(
    'format must be delimited when fileType is csv',
  )
})

test('other faults keep the words of the schema', () => {
  const given = { server, port: 20 }
  const [issue] = schema.safeParse(given).error?.issues ?? []
  expect(issue && issueText(issue, given)).toBe(issue?.message)
})
