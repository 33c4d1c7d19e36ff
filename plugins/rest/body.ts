import { randomUUID } from 'node:crypto'
import type { BodyType } from './properties.ts'

/** A body and what its Content-Type says; no type is sent where it is undefined. */
export interface Body {
  readonly bytes: Buffer | undefined
  readonly type: string | undefined
}

/** As eKuiper sends them, which says nothing of binary bodies. */
const contentTypes: Readonly<Record<Exclude<BodyType, 'none' | 'formdata'>, string>> = {
  json: 'application/json',
  text: 'text/plain',
  html: 'text/html',
  xml: 'application/xml',
  javascript: 'application/javascript',
  form: 'application/x-www-form-urlencoded;param=value',
  binary: '',
}

export interface FormFields {
  /** Name of the field that holds the message. */
  readonly fileField: string
  readonly fields: Readonly<Record<string, string>>
  /** What the file is called. */
  readonly fileName: string
}

export function createBody(bodyType: BodyType, message: Buffer, form: FormFields): Body {
  switch (bodyType) {
    case 'none':
      return { bytes: undefined, type: undefined }
    case 'formdata':
      return multipart(message, form)
    default:
      return { bytes: message, type: contentTypes[bodyType] }
  }
}

function multipart(message: Buffer, { fileField, fields, fileName }: FormFields): Body {
  const boundary = `sluice-${randomUUID()}`
  const head = (disposition: string): string =>
    `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n`
  const file = `${head(`name="${escaped(fileField)}"; filename="${escaped(fileName)}"`)}Content-Type: application/octet-stream\r\n\r\n`
  const others = Object.entries(fields).map(
    ([name, value]) => `\r\n${head(`name="${escaped(name)}"`)}\r\n${value}`,
  )
  const bytes = Buffer.concat([
    Buffer.from(file),
    message,
    Buffer.from(`${others.join('')}\r\n--${boundary}--\r\n`),
  ])
  return { bytes, type: `multipart/form-data; boundary=${boundary}` }
}

function escaped(name: string): string {
  return name.replace(/[\\"]/g, '\\$&').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}
