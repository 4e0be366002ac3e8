import type { EgressRule } from "./egress-rule.ts";

/** Addresses that are not of the public internet, by the registries of special addresses. */
export const NOT_PUBLIC = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
  // Looks public, and is where one of the clouds tells its machines their secrets.
  "168.63.129.16/32",
];

/** A runner's own: any address of it, its loopback, and where the network in user space lies. */
const OWN = ["0.0.0.0/8", "127.0.0.0/8", "198.18.0.0/15"];

/** What a program may be told not to reach, because no rule and no use of its own speaks for it. */
export function neverReached(allow: readonly EgressRule[]): string[] {
  const allowed = [...OWN, ...allow.map(({ network }) => network)];
  return NOT_PUBLIC.filter((network) => !allowed.some((other) => overlap(network, other)));
}

function overlap(one: string, other: string): boolean {
  const [first, second] = [toNetwork(one), toNetwork(other)];
  const size = 2 ** (ADDRESS_BITS - Math.min(first.bits, second.bits));
  return Math.floor(first.address / size) === Math.floor(second.address / size);
}

const ADDRESS_BITS = 32;

function toNetwork(text: string): { readonly address: number; readonly bits: number } {
  const [address = "", bits] = text.split("/");
  const number = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  return { address: number, bits: Number(bits) };
}
