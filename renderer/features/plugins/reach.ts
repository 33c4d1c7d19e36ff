/** What Node's modules let code reach, in plain words. */
const words: Readonly<Record<string, string>> = {
  fs: 'files',
  'fs/promises': 'files',
  http: 'the network',
  https: 'the network',
  http2: 'the network',
  net: 'the network',
  tls: 'the network',
  dgram: 'the network',
  dns: 'the network',
  child_process: 'other programs',
  cluster: 'other programs',
  worker_threads: 'threads of its own',
}

/** Such as `It asks for files and the network (fs, net).` */
export function describeReach(modules: readonly string[]): string {
  if (modules.length === 0) return 'It imports none of the modules for files, network or programs.'
  const reached = [...new Set(modules.flatMap((name) => words[name] ?? []))]
  const last = reached.at(-1)
  const what =
    last === undefined
      ? 'no files, network or programs'
      : reached.length === 1
        ? last
        : `${reached.slice(0, -1).join(', ')} and ${last}`
  return `It asks for ${what} (imports ${modules.join(', ')}).`
}
