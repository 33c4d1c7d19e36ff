import { randomUUID } from 'node:crypto'
import type { Plugin } from '#engine/api'
import { componentsOf, createComponentRegistry, createEngine, createFunctionCatalog } from '#engine'
import type {
  EngineLogLine,
  EngineRun,
  FunctionDefinition,
  RunDefinition,
  StartResult,
} from '#engine'
import { resolveEmbeddedServer } from '#engine/ruleset'
import type { HostCommand, HostMessage } from '#ipc/host-contract'
import { startDeviceFleet, startEmbeddedBroker } from '#plugins'
import { secretValuesOf } from './clear-secrets.ts'
import { realClock } from './clock.ts'
import { nodeCodecs } from './codecs.ts'
import { describeCommonForm, describeComponents } from './describe-components.ts'
import { inspectSchemas, plainPreview, previewWith } from './format-reports.ts'
import { openHostPlugins } from './host-plugins.ts'
import type { HostPluginPlaces } from './host-plugins.ts'
import { createLogThrottle } from './log-throttle.ts'
import { createRedactor } from './redactor.ts'
import type { RowServer } from './row-server.ts'
import { createRowServer } from './row-server.ts'
import { createProjectCaches } from './sink-store/project-caches.ts'
import { createDiskStore } from './sink-store/sink-store.ts'

/** The engine with the plugins, on this machine's clock. The command line and the host process share it. */
export function createNodeEngine(
  plugins: readonly Plugin[],
  log: (line: EngineLogLine) => void,
  /** Where actions with a cache keep their messages; in memory where it is undefined. */
  cacheFolder?: string,
  /** Beside the built-in ones. */
  functions: readonly FunctionDefinition[] = [],
): ReturnType<typeof createEngine> {
  return createEngine({
    environment: {
      clock: realClock,
      random: Math.random,
      newId: randomUUID,
      log,
    },
    components: createComponentRegistry(componentsOf(plugins)),
    codecs: nodeCodecs,
    functions: createFunctionCatalog(functions),
    ...(cacheFolder === undefined ? {} : { store: createDiskStore(cacheFolder) }),
  })
}

/** The engine host: one run at a time, the embedded broker with its plant, rows for one view. */
export interface Host {
  /** Commands are carried out one after the other, in the order they came. */
  handle(command: HostCommand): Promise<void>
  readonly rows: RowServer
}

const statusIntervalMs = 250
/** A run waits for plugins that are still loading, but a plugin that hangs does not hold it up. */
const longestPluginWaitMs = 5000
/** A payload that could not be decoded is shown, not archived. */
const longestPayload = 4096

/**
 * Starts the broker and reports `ready` through `send` before it resolves. Secrets of a run are in nothing
 * that is sent.
 */
export async function startHost(
  sendToMain: (message: HostMessage) => void,
  cacheFolder?: string,
  pluginPlaces?: HostPluginPlaces,
): Promise<Host> {
  const redactor = createRedactor()
  const send = (message: HostMessage): void => sendToMain(redactor.news(message))
  const broker = await startEmbeddedBroker()
  const fleet = startDeviceFleet({
    target: { publish: broker.publish },
    clock: realClock,
    random: Math.random,
  })
  const log = createLogThrottle(realClock, (line) => send({ type: 'log', line }))
  const user = openHostPlugins({
    places: pluginPlaces,
    log,
    onChange: () => {
      send({ type: 'plugins', components: describeComponents(user.plugins()), list: user.list() })
    },
  })
  const components = () => createComponentRegistry(componentsOf(user.plugins()))
  const rows = createRowServer(realClock, redactor)
  const warn = (message: string): void => {
    log({ at: Date.now(), level: 'warn', node: '', message })
  }
  const caches = cacheFolder === undefined ? undefined : createProjectCaches(cacheFolder, warn)
  const runs = createRunKeeper(send, rows)
  const startRun = async (definition: RunDefinition, project: string | undefined) => {
    await runs.stop()
    const folder = await caches?.folderFor(project)
    const engine = createNodeEngine(user.plugins(), log, folder, user.functions())
    return runs.start(() => engine.start(resolveEmbeddedServer(definition, broker.url)))
  }
  const checkRun = (definition: RunDefinition, secrets: readonly string[]): WireProblem[] => {
    // One of its own: what is half typed is no secret that the host's would hide for ever.
    const ofCheck = createRedactor()
    ofCheck.add(secrets)
    ofCheck.add(secretValuesOf(definition, describeComponents(user.plugins())))
    const engine = createNodeEngine(user.plugins(), () => undefined, undefined, user.functions())
    const problems = engine.check(resolveEmbeddedServer(definition, broker.url))
    return ofCheck.news(problems.map(copyProblem))
  }
  const stopRun = async (): Promise<void> => {
    await runs.stop()
    await caches?.runEnded()
  }
  send({
    type: 'ready',
    components: describeComponents(user.plugins()),
    commonSinkSchema: describeCommonForm(nodeCodecs),
    brokerUrl: broker.url,
  })
  const close = async (): Promise<void> => {
    await stopRun()
    await user.close()
    rows.close()
    await fleet.close()
    await broker.close()
  }
  const pluginsOpened = () => Promise.race([user.opened, wait(longestPluginWaitMs)])
  const carryOut = async (command: HostCommand): Promise<void> => {
    switch (command.type) {
      case 'start': {
        await pluginsOpened()
        const definition = command.definition as RunDefinition
        redactor.add(command.secrets ?? [])
        redactor.add(secretValuesOf(definition, describeComponents(user.plugins())))
        const result = await startRun(definition, command.project)
        send({ type: 'started', request: command.request, result })
        return
      }
      case 'check': {
        await pluginsOpened()
        const problems = checkRun(command.definition as RunDefinition, command.secrets)
        send({ type: 'checked', request: command.request, problems })
        return
      }
      case 'stop':
        await stopRun()
        send({ type: 'stopped', request: command.request })
        return
      case 'hand-over-cache':
        await caches?.handOver(command.project)
        send({ type: 'done', request: command.request })
        return
      case 'row-port':
        return
      case 'trust-plugin':
        await user.trust(command.id, command.follow)
        send({ type: 'done', request: command.request })
        return
      case 'reload-plugins':
        await user.reload(command.id)
        send({ type: 'done', request: command.request })
        return
      case 'plugin-folders':
        await user.setFolders(command.folders)
        send({ type: 'done', request: command.request })
        return
      case 'inspect-schemas': {
        await pluginsOpened()
        const reports = inspectSchemas(components(), command.schemas)
        send({ type: 'schemas', request: command.request, reports })
        return
      }
      case 'preview-action': {
        const preview = previewWith(components(), command.given)
        send({ type: 'preview', request: command.request, preview: plainPreview(preview) })
        return
      }
      case 'close':
        await close()
    }
  }
  let earlier: Promise<void> = Promise.resolve()
  return {
    rows,
    handle(command) {
      const done = earlier.then(() => carryOut(command))
      // Who gave the failed command hears of it; the next one is carried out all the same.
      earlier = done.catch(() => undefined)
      return done
    },
  }
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

interface RunKeeper {
  /** Called when no run is going on. */
  start(begin: () => StartResult): Extract<HostMessage, { type: 'started' }>['result']
  stop(): Promise<void>
}

/** Keeps at most one run and reports on it while it lives. */
function createRunKeeper(send: (message: HostMessage) => void, rows: RowServer): RunKeeper {
  let current:
    { readonly run: EngineRun; readonly id: number; readonly endReports: () => void } | undefined
  let lastId = 0

  const report = (run: EngineRun, runId: number): void => {
    send({ type: 'status', runId, at: Date.now(), nodes: run.status().map(copyStatus) })
  }
  const stop = async (): Promise<void> => {
    const stopped = current
    current = undefined
    if (stopped === undefined) return
    stopped.endReports()
    await stopped.run.stop()
    report(stopped.run, stopped.id)
  }
  return {
    stop,
    start(begin) {
      const result = begin()
      if (!result.ok) return { ok: false, problems: result.problems.map(copyProblem) }
      const { run } = result
      lastId += 1
      const id = lastId
      rows.follow(run)
      const reports = setInterval(() => report(run, id), statusIntervalMs)
      current = { run, id, endReports: () => clearInterval(reports) }
      run.onEnd(() => {
        if (current?.id !== id) return
        clearInterval(reports)
        report(run, id)
        send({ type: 'ended', runId: id })
      })
      return { ok: true, runId: id, warnings: result.warnings.map(copyProblem) }
    },
  }
}

type WireStatus = Extract<HostMessage, { type: 'status' }>['nodes'][number]
type WireProblem = Extract<
  Extract<HostMessage, { type: 'started' }>['result'],
  { ok: false }
>['problems'][number]

function copyStatus({ lastError, ...status }: ReturnType<EngineRun['status']>[number]): WireStatus {
  if (lastError === undefined) return { ...status }
  const { row, payload, ...error } = lastError
  return {
    ...status,
    lastError: {
      ...error,
      ...(row === undefined ? {} : { row: { ...row } }),
      ...(payload === undefined ? {} : { payload: payload.slice(0, longestPayload) }),
    },
  }
}

function copyProblem(problem: (StartResult & { ok: false })['problems'][number]): WireProblem {
  const { code, severity, message, span, hint } = problem.diagnostic
  return {
    place: problem.place,
    diagnostic: {
      code,
      severity,
      message,
      span: { ...span },
      ...(hint === undefined ? {} : { hint }),
    },
  }
}
