import type { InstanceSetup, PluginKind, RunnerRequest, WireError } from '../protocol.ts'
import { Instance } from './instance.ts'
import { loadPlugin } from './load-plugin.ts'
import type { LoadedPlugin } from './load-plugin.ts'
import type { RunnerPort } from './port.ts'
import { toWireError } from './wire-error.ts'

/** Serves one plugin: every request gets one answer, in whatever order they finish. */
export function serve(port: RunnerPort): void {
  const runner = new Runner(port)
  port.onMessage((message) => {
    switch (message.type) {
      case 'request':
        void runner.answer(message.id, message.request)
        return
      case 'ping':
        port.send({ type: 'alive' })
        return
      case 'pause':
        runner.find(message.instance)?.pause()
        return
      case 'abort':
        runner.find(message.instance)?.abort()
        return
      case 'taken':
        runner.find(message.instance)?.taken()
    }
  })
}

class Runner {
  private readonly port: RunnerPort
  private readonly instances = new Map<number, Instance>()
  private plugin: LoadedPlugin | undefined
  private kind: PluginKind = 'sink'
  private file = ''

  constructor(port: RunnerPort) {
    this.port = port
  }

  find(id: number): Instance | undefined {
    return this.instances.get(id)
  }

  async answer(id: number, request: RunnerRequest): Promise<void> {
    try {
      this.port.send({ type: 'answer', id, ok: true, value: await this.carryOut(request) })
    } catch (error) {
      this.port.send({ type: 'answer', id, ok: false, error: this.toError(error) })
    }
  }

  private async carryOut(request: RunnerRequest): Promise<unknown> {
    switch (request.type) {
      case 'load': {
        const { task } = request
        this.kind = task.kind
        this.file = task.file
        this.plugin = await loadPlugin(task)
        return this.plugin.description
      }
      case 'create':
        return this.create(request.instance, request.setup)
      case 'open':
        return this.need(request.instance).open(request.state)
      case 'collect':
        return this.need(request.instance).collect(request.deliveries)
      case 'close': {
        const instance = this.instances.get(request.instance)
        this.instances.delete(request.instance)
        return instance?.close()
      }
    }
  }

  private async create(id: number, setup: InstanceSetup): Promise<void> {
    if (this.plugin === undefined) throw new Error('the plugin is not loaded')
    const instance = new Instance({
      id,
      kind: this.kind,
      object: this.plugin.make(),
      setup,
      port: this.port,
      toError: (error) => this.toError(error),
    })
    await instance.configure()
    this.instances.set(id, instance)
  }

  private need(id: number): Instance {
    const instance = this.instances.get(id)
    if (instance === undefined) throw new Error(`there is no instance ${String(id)}`)
    return instance
  }

  private toError(error: unknown): WireError {
    return toWireError(error, this.file)
  }
}
