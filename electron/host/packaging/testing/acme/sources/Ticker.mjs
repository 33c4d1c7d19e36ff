/** Does what the source of the recorded sessions did. */
export class Ticker {
  configure(datasource, { count = 5, mode }) {
    if (mode === 'configure-error') throw new Error('this configuration is not possible')
    this.datasource = datasource
    this.count = count
    this.mode = mode
  }

  async open(ctx) {
    ctx.logger.info(`ticks for ${this.datasource}`)
    for (let n = 1; n <= this.count; n += 1) {
      if (this.mode === 'no-meta') await ctx.emit({ n })
      else await ctx.emit({ n, name: `t${n}` }, { topic: `tick/${n}` })
    }
    ctx.end()
  }

  close() {}
}
