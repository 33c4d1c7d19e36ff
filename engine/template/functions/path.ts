import { quote } from '../../base/quote.ts'
import type { FunctionTable } from '../function.ts'
import { createRecord } from '../../types/value.ts'
import type { TemplateMap, TemplateValue } from '../value.ts'
import { Fault } from '../fault.ts'
import { text } from './convert.ts'
import { definer } from './define.ts'

const define = definer('path')

const one = (signature: string, change: (value: string) => TemplateValue) =>
  define(signature, ['string'], ([value]) => change(text(value)))

/** The shortest equivalent path, as Go's path.Clean finds it. */
export function cleanPath(path: string): string {
  const isRooted = path.startsWith('/')
  const kept: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') kept.push(part)
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop()
    else if (!isRooted) kept.push('..')
  }
  const joined = kept.join('/')
  return isRooted ? `/${joined}` : joined === '' ? '.' : joined
}

function baseName(path: string): string {
  if (path === '') return '.'
  const name = path.replace(/\/+$/, '').split('/').at(-1) ?? ''
  return name === '' ? '/' : name
}

function directory(path: string): string {
  return cleanPath(path.slice(0, path.lastIndexOf('/') + 1))
}

function extension(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  return dot < 0 ? '' : name.slice(dot)
}

const base = one('base path', baseName)
const dir = one('dir path', directory)
const ext = one('ext path', extension)
const clean = one('clean path', cleanPath)
const isAbs = one('isAbs path', (path) => path.startsWith('/'))

const urlPattern =
  /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#([\s\S]*))?$/

function parseUrl(url: string): TemplateMap {
  const match = urlPattern.exec(url)
  const problem = findUrlProblem(url, match?.[2] ?? '', match)
  if (match === null || problem !== undefined) {
    throw new Fault(`unable to parse url: parse ${quote(url)}: ${problem ?? 'invalid URL'}`)
  }
  const [, scheme = '', authority = '', path = '', query = '', fragment = ''] = match
  const cut = authority.lastIndexOf('@')
  const host = authority.slice(cut + 1)
  const isOpaque = scheme !== '' && match[2] === undefined && !path.startsWith('/')
  const map = createRecord()
  map['scheme'] = scheme.toLowerCase()
  map['host'] = host
  map['hostname'] = host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1')
  map['path'] = isOpaque ? '' : decode(path)
  map['query'] = query
  map['opaque'] = isOpaque ? path : ''
  map['fragment'] = decode(fragment)
  map['userinfo'] = cut < 0 ? '' : authority.slice(0, cut)
  return map
}

/** Why Go refuses a URL; undefined where it does not. */
function findUrlProblem(
  url: string,
  authority: string,
  match: RegExpExecArray | null,
): string | undefined {
  if (/[\0-\x1f\x7f]/.test(url)) return 'net/url: invalid control character in URL'
  if (url.startsWith(':')) return 'missing protocol scheme'
  const host = authority.slice(authority.lastIndexOf('@') + 1)
  const bad = /[ "<>\\^`{|}]/.exec(host)
  if (bad !== null) return `invalid character ${quote(bad[0])} in host name`
  const port = /:([^:\]]*)$/.exec(host)
  if (port !== null && !/^\d*$/.test(port[1] ?? ''))
    return `invalid port ${quote(port[0])} after host`
  const isRelative = match?.[1] === undefined && match?.[2] === undefined
  if (isRelative && /^[^/]*:/.test(match?.[3] ?? '')) {
    return 'first path segment in URL cannot contain colon'
  }
  return undefined
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new Fault(`unable to parse url: invalid URL escape in ${quote(part)}`)
  }
}

function joinUrl(map: TemplateMap): string {
  const part = (name: string): string => text(map[name])
  const user = part('userinfo') === '' ? '' : `${part('userinfo')}@`
  const authority = part('host') === '' ? '' : `//${user}${part('host')}`
  const scheme = part('scheme') === '' ? '' : `${part('scheme')}:`
  const path = part('opaque') === '' ? encodeURI(part('path')) : part('opaque')
  const slash = authority !== '' && path !== '' && !path.startsWith('/') ? '/' : ''
  const query = part('query') === '' ? '' : `?${part('query')}`
  const fragment = part('fragment') === '' ? '' : `#${encodeURI(part('fragment'))}`
  return scheme + authority + slash + path + query + fragment
}

export const pathFunctions: FunctionTable = {
  base,
  dir,
  ext,
  clean,
  isAbs,
  osBase: { ...base, signature: 'osBase path' },
  osDir: { ...dir, signature: 'osDir path' },
  osExt: { ...ext, signature: 'osExt path' },
  osClean: { ...clean, signature: 'osClean path' },
  osIsAbs: { ...isAbs, signature: 'osIsAbs path' },
  urlParse: one('urlParse url', parseUrl),
  urlJoin: define('urlJoin map', ['map'], ([map]) => joinUrl((map ?? {}) as TemplateMap)),
}
