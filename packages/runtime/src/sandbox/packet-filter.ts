// The packet filter of a runner's network. It looks at the address of every packet that leaves, so
// it does not matter how a script came by it: written in any form, or from a name whose answers
// change. The script has no capability to change it.
import { type EgressRule, isLoopbackRule } from "./egress-rule.ts";
import { NOT_PUBLIC } from "./not-public.ts";
import { HOST_ALIAS, RESOLVER } from "./user-network.ts";

export interface PacketFilterOptions {
  readonly allow: readonly EgressRule[];
  /** The host's own addresses: what it serves there may be meant for itself. */
  readonly own: readonly string[];
}

/** The filter, as `nft` reads it. */
export function packetFilter({ allow, own }: PacketFilterOptions): string {
  const refuse = "reject with icmpx admin-prohibited";
  return [
    "table inet egress {",
    "chain output {",
    "type filter hook output priority 0; policy drop;",
    'oifname "lo" accept',
    `meta nfproto != ipv4 ${refuse}`,
    `meta l4proto != { tcp, udp } ${refuse}`,
    `ip daddr ${RESOLVER} th dport 53 accept`,
    ...allow.map(accept),
    ...[...NOT_PUBLIC, ...own].map((network) => `ip daddr ${network} ${refuse}`),
    "accept",
    "}",
    "}",
  ].join("\n");
}

function accept(rule: EgressRule): string {
  const { network, ports } = rule;
  const address = isLoopbackRule(rule) ? HOST_ALIAS : network;
  const matched = ports === undefined ? "" : ` th dport ${ports[0]}-${ports[1]}`;
  return `ip daddr ${address}${matched} accept`;
}
