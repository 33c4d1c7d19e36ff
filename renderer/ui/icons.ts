import {
  Activity, Braces, CircleOff, Clock, Cloud, Code, Cpu, Database, FileText, Filter, FlaskConical, Folder,
  Globe, HardDrive, Hash, Layers, List, MemoryStick, MessageSquare, Network, Plug, Radio, Rss,
  ScrollText, Send, Server, Table2, Terminal, Timer, Webhook, Workflow, Zap,
  type LucideIcon,
} from 'lucide-react' // prettier-ignore

export type NodeKind = 'source' | 'sql' | 'sink'

/** The icons a component may name; a name that is not here shows its category's icon. */
const byName: ReadonlyMap<string, LucideIcon> = new Map(
  Object.entries({
    activity: Activity, braces: Braces, 'circle-off': CircleOff, clock: Clock, cloud: Cloud, code: Code, cpu: Cpu,
    database: Database, file: FileText, 'file-text': FileText, filter: Filter, flask: FlaskConical,
    'flask-conical': FlaskConical, folder: Folder, globe: Globe, 'hard-drive': HardDrive, hash: Hash,
    layers: Layers, list: List, 'memory-stick': MemoryStick, 'message-square': MessageSquare,
    network: Network, plug: Plug, radio: Radio, rss: Rss, 'scroll-text': ScrollText, send: Send,
    server: Server, table: Table2, terminal: Terminal, timer: Timer, webhook: Webhook,
    workflow: Workflow, zap: Zap,
  }), // prettier-ignore
)

const byKind: Readonly<Record<NodeKind, LucideIcon>> = { source: Radio, sql: Filter, sink: Send }

export function iconOf(kind: NodeKind, name?: string): LucideIcon {
  return (name === undefined ? undefined : byName.get(name)) ?? byKind[kind]
}
