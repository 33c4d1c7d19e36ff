import { appendFileSync } from 'node:fs'

/** Takes what the server has encoded. */
export class ByteCollector {
  static accepts = 'bytes'

  configure() {}

  open(ctx) {
    this.path = ctx.resolvePath('collected.jsonl')
  }

  collect(ctx, bytes) {
    appendFileSync(this.path, `${JSON.stringify(new TextDecoder().decode(bytes))}\n`)
  }

  close() {}
}
