/** The oldest Node that packaged plugins are made for. */
const leastNode = 20

/**
 * The program that the server starts. A server runs any executable under `"language": "go"`; as a shell
 * script it can say what is wrong where there is no Node or an old one, which nothing else would.
 */
export function launcherScript(name: string): string {
  return `#!/bin/sh
# Starts the plugin ${name} with Node ${String(leastNode)} or newer. SLUICE_NODE names another Node than the one in PATH.
case $0 in
  */*) here=\${0%/*} ;;
  *) here=. ;;
esac
node=\${SLUICE_NODE:-node}
if ! version=$("$node" -p process.versions.node 2>/dev/null); then
  echo "error plugin ${name}: it needs Node ${String(leastNode)} or newer, and \\"$node\\" cannot be started." \\
    "Install Node on this machine, or set SLUICE_NODE in the server's environment to its path." \\
    "The server's PATH is $PATH" >&2
  exit 127
fi
if [ "\${version%%.*}" -lt ${String(leastNode)} ]; then
  echo "error plugin ${name}: it needs Node ${String(leastNode)} or newer, and \\"$node\\" is Node $version." \\
    "Install a newer one, or set SLUICE_NODE in the server's environment to its path." >&2
  exit 1
fi
exec "$node" "$here/lib/peer.mjs" "$@"
`
}
