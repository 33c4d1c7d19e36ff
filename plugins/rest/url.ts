/** eKuiper reads the url while a rule is created, templates and all: what it refuses there is refused here. */
export function urlFault(text: string): string | undefined {
  if (/[\u0000-\u001f\u007f]/.test(text)) return 'it has an invisible character in it'
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase()
  if (scheme === undefined) return 'it must begin with http:// or https://'
  if (scheme !== 'http' && scheme !== 'https') return `its scheme is ${scheme}, not http or https`
  const rest = text.slice(scheme.length + 1).split('?', 1)[0] ?? ''
  const authority = /^\/\/([^/]*)/.exec(rest)?.[1]
  if (authority === undefined || authority === '') return 'it names no host'
  const path = rest.slice(2 + authority.length)
  const escape = /%(?![0-9a-f]{2}).{0,2}/i.exec(path)?.[0]
  if (escape !== undefined) return `"${escape}" in it is no escaped character`
  return authorityFault(authority)
}

function authorityFault(authority: string): string | undefined {
  const at = authority.lastIndexOf('@')
  const user = authority.slice(0, Math.max(0, at))
  if (!/^[\w\-.~!$&'()*+,;=:%@]*$/.test(user)) return 'its user name or password is not escaped'
  const hostAndPort = authority.slice(at + 1)
  if (hostAndPort === '') return 'it names no host'
  const address = /^(\[[^\]]*\])(.*)$/.exec(hostAndPort)
  const colon = hostAndPort.lastIndexOf(':')
  const port = address?.[2] ?? (colon < 0 ? '' : hostAndPort.slice(colon))
  if (!/^(:\d*)?$/.test(port)) return `"${port}" is no port`
  const host = address?.[1] ?? hostAndPort.slice(0, colon < 0 ? undefined : colon)
  const wrong = /[^\w\-.~!$&'()*+,;=:[\]<>"%\u0080-\uffff]/.exec(host)?.[0]
  return wrong === undefined ? undefined : `"${wrong}" cannot be part of a host name`
}

/** As it may stand in a message: without login, and without the query, which may hold a key. */
export function shownUrl(url: URL): string {
  return `${url.origin}${url.pathname}${url.search === '' ? '' : '?\u2026'}`
}

/** The same of a text that is no URL. */
export function shownText(text: string): string {
  return text.replace(/\/\/[^/?]*@/, '//').replace(/\?.*$/s, '?\u2026')
}
