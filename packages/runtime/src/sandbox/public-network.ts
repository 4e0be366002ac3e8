import { networkInterfaces } from "node:os";
import type { PublicNetwork } from "./network.ts";
import { packetFilter } from "./packet-filter.ts";
import { RESOLVER } from "./user-network.ts";

/** From here bubblewrap reads the resolver's file. */
export const RESOLVER_FD = "6";

/** What a process says on its tie once its network namespace is there, filtered. */
export const NETWORK_MADE = "network\n";

// The filter stands before the namespace is connected and before the command starts. Without it
// there is neither. All that differs comes as arguments, never as source.
const ENTER = [
  '"$0" "$1" || exit 1',
  "shift",
  `printf '${NETWORK_MADE.replace("\n", "\\n")}' >&4`,
  `exec "$@" ${RESOLVER_FD}<<end`,
  `nameserver ${RESOLVER}`,
  "end",
].join("\n");

/** A command line that runs another in a network namespace of its own, which is filtered. */
export function enterNetwork(
  { unshare, nft, allow }: PublicNetwork,
  command: readonly string[],
): string[] {
  const filter = packetFilter({ allow, own: ownAddresses() });
  const namespaces = ["--user", "--map-root-user", "--net"];
  return [unshare, ...namespaces, "--", "/bin/sh", "-c", ENTER, nft, filter, ...command];
}

/** They may change while the server runs, so every runner starts with a look at them. */
function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses = []) =>
    addresses.filter(({ family }) => family === "IPv4").map(({ address }) => address),
  );
}
