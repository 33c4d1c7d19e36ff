export interface PackageArguments {
  /** A plugin, or a folder of them. */
  readonly path: string
  /** `NAME.zip` here where undefined. */
  readonly out: string | undefined
  /** The plugin's own where undefined. */
  readonly packageName: string | undefined
}

/** The arguments of `sluice package`, or what is wrong with them. */
export function readPackageCommand(args: readonly string[]): PackageArguments | string {
  const rest = [...args]
  const values: Record<'--out' | '--name', string | undefined> = {
    '--out': undefined,
    '--name': undefined,
  }
  for (const option of ['--out', '--name'] as const) {
    const at = rest.indexOf(option)
    if (at < 0) continue
    const [, value] = rest.splice(at, 2)
    if (value === undefined) return `${option} needs a value`
    values[option] = value
  }
  const unknown = rest.find((arg) => arg.startsWith('-'))
  if (unknown !== undefined) return `there is no option "${unknown}"`
  const [path, more] = rest
  if (path === undefined) return 'package needs a plugin, such as my-plugins/sinks/mySink'
  if (more !== undefined) return `one plugin, or one folder of them: "${path}" or "${more}"`
  const out = values['--out']
  if (out !== undefined && !out.endsWith('.zip')) {
    return `--out takes a file that ends in .zip, as eKuiper asks for; not "${out}"`
  }
  return { path, out, packageName: values['--name'] }
}
