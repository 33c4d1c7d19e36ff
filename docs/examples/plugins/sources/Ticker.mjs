/** A source that sends a number at every interval, and goes on counting after a restart. */
export class Ticker {
  configure(datasource, { interval = 1000 }) {
    this.name = datasource
    this.interval = interval
  }

  open(ctx) {
    this.timer = setInterval(() => {
      const n = (ctx.state.get('n') ?? 0) + 1
      ctx.state.set('n', n)
      ctx.emit({ name: this.name, n, at: new Date() })
    }, this.interval)
  }

  close() {
    clearInterval(this.timer)
  }
}
