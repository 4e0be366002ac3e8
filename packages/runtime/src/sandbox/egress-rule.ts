import { isIPv4 } from "node:net";

/** A destination that an operator lets scripts reach although it is not public. */
export interface EgressRule {
  /** An IPv4 network, as `10.1.0.0/16`; one of loopback means the host's. */
  readonly network: string;
  /** First and last port; all of them unless given. */
  readonly ports?: readonly [first: number, last: number];
}

export type EgressRules =
  | { readonly ok: true; readonly rules: readonly EgressRule[] }
  | { readonly ok: false; readonly fault: string };

const RULE = /^([\d.]+)(?:\/(\d{1,2}))?(?::(\d{1,5})(?:-(\d{1,5}))?)?$/;
const MAX_PORT = 65_535;
const ADDRESS_BITS = 32;

/** Reads a list as `10.1.0.0/16, 192.168.1.5:5432, 192.168.1.6:8000-8080`. */
export function parseEgressRules(text: string): EgressRules {
  const rules: EgressRule[] = [];
  for (const entry of text.split(",").map((part) => part.trim())) {
    const rule = parseRule(entry);
    if (rule === undefined) {
      return {
        ok: false,
        fault: `${entry || "an empty entry"} is no IPv4 network with ports, as 10.1.0.0/16:443`,
      };
    }
    rules.push(rule);
  }
  return { ok: true, rules };
}

function parseRule(entry: string): EgressRule | undefined {
  const [, address = "", length = String(ADDRESS_BITS), port, last = port] = RULE.exec(entry) ?? [];
  if (!isIPv4(address) || Number(length) > ADDRESS_BITS) {
    return undefined;
  }
  const network = `${address}/${Number(length)}`;
  if (port === undefined || last === undefined) {
    return { network };
  }
  const ports = [Number(port), Number(last)] as const;
  const fit = ports[0] >= 1 && ports[0] <= ports[1] && ports[1] <= MAX_PORT;
  return fit ? { network, ports } : undefined;
}

/** Whether a rule is about what the host serves to itself. */
export function isLoopbackRule({ network }: EgressRule): boolean {
  return network.startsWith("127.");
}
