import type { EgressRule } from "./egress-rule.ts";
import { findProgram } from "./find-program.ts";
import { NetworkError } from "./user-network.ts";

/** Which addresses scripts may reach. */
export type Egress =
  /** Public ones, and what the rules name. */
  | { readonly kind: "public"; readonly allow: readonly EgressRule[] }
  | { readonly kind: "none" }
  /** All that the host reaches, its own services too. */
  | { readonly kind: "host" };

/** What a runner's network is made with. */
export type Network = Exclude<Egress, { kind: "public" }> | PublicNetwork;

export interface PublicNetwork {
  readonly kind: "public";
  readonly allow: readonly EgressRule[];
  /** Paths of the programs. */
  readonly unshare: string;
  readonly nft: string;
  readonly slirp4netns: string;
}

/** Finds what networks are made with; rejects with NetworkError where it is missing. */
export async function findNetwork(egress: Egress): Promise<Network> {
  if (egress.kind !== "public") {
    return egress;
  }
  const [unshare, nft, slirp4netns] = await Promise.all([
    programNamed("unshare"),
    programNamed("nft"),
    programNamed("slirp4netns"),
  ]);
  return { ...egress, unshare, nft, slirp4netns };
}

async function programNamed(name: string): Promise<string> {
  const path = await findProgram(name);
  if (path === undefined) {
    throw new NetworkError(`the program ${name} is not installed`);
  }
  return path;
}
