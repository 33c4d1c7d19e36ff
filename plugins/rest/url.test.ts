import { expect, test } from 'vitest'
import { shownText, shownUrl, urlFault } from './url.ts'

test.each([
  'http://h',
  'HTTPS://h:8080/a/b?c=d',
  'http://h/d/{{.dev}}?n={{.n}}',
  'http://h/with {{ .space }}',
  'http://[::1]:80/x',
  'http://user:pass%20word@h/x',
  'http://h:/x',
  'http://127.0.0.1:1',
  'http://h/%41',
])('%s is taken', (url) => {
  expect(urlFault(url)).toBeUndefined()
})

test.each<[string, RegExp]>([
  ['not a url', /begin with http/],
  ['/path', /begin with http/],
  ['{{.url}}', /begin with http/],
  ['ftp://h/x', /scheme is ftp/],
  ['http:h', /names no host/],
  ['http://', /names no host/],
  ['http:///x', /names no host/],
  ['http://?x', /names no host/],
  ['http://user@/x', /names no host/],
  ['http://h:port/', /":port" is no port/],
  ['http://{{.host}}/x', /cannot be part of a host/],
  ['http://h h/', /cannot be part of a host/],
  ['http://h/%zz', /no escaped character/],
  ['http://h/\n', /invisible/],
])('%j is not: %s', (url, fault) => {
  expect(urlFault(url)).toMatch(fault)
})

test('a url is shown without what may be secret', () => {
  expect(shownUrl(new URL('http://me:word@h:81/a?key=1'))).toBe('http://h:81/a?…')
  expect(shownUrl(new URL('https://h/a'))).toBe('https://h/a')
  expect(shownText('http://me:word@h h/a?key=1')).toBe('http://h h/a?…')
  expect(shownText('nowhere')).toBe('nowhere')
})
