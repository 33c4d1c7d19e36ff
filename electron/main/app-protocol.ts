import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'

/**
 * The renderer's files under `app://sluice/`. A scheme of our own instead of `file:`: it has an origin,
 * so workers and the content security policy work as on the web, and nothing outside the folder is
 * reachable.
 */
export const appScheme = 'app'
export const appOrigin = 'app://sluice'

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
  '.map': 'application/json',
}

/** The file of a URL inside `folder`, or undefined where the URL leads elsewhere. */
export function fileOfUrl(folder: string, url: string): string | undefined {
  const parsed = new URL(url)
  if (`${parsed.protocol}//${parsed.host}` !== appOrigin) return undefined
  let path: string
  try {
    path = decodeURIComponent(parsed.pathname)
  } catch {
    return undefined
  }
  if (path.includes('\0')) return undefined
  const file = normalize(join(folder, path === '/' ? 'index.html' : path))
  return file.startsWith(folder + sep) ? file : undefined
}

/** Answers a request for one of the renderer's files. */
export async function answerFile(folder: string, url: string): Promise<Response> {
  const file = fileOfUrl(folder, url)
  const type = file === undefined ? undefined : contentTypes[extname(file)]
  if (file === undefined || type === undefined) return new Response('not found', { status: 404 })
  try {
    return new Response(new Uint8Array(await readFile(file)), {
      headers: {
        'content-type': type,
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
      },
    })
  } catch {
    // Missing, most likely; the renderer cannot do anything about another reason either.
    return new Response('not found', { status: 404 })
  }
}
