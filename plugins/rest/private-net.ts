import { BlockList, isIP, isIPv6 } from 'node:net'

const inside = new BlockList()
for (const [net, prefix] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
  ['224.0.0.0', 4],
] as const) {
  inside.addSubnet(net, prefix)
}
inside.addAddress('::1', 'ipv6')
inside.addSubnet('fc00::', 7, 'ipv6')
inside.addSubnet('fe80::', 10, 'ipv6')
inside.addSubnet('ff00::', 8, 'ipv6')

/** Whether eKuiper refuses to send to a host unless its server allows private networks. */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  if (isIP(host) === 0) return host === 'localhost'
  return inside.check(host, isIPv6(host) ? 'ipv6' : 'ipv4')
}
