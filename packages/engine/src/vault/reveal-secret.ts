import { createHash } from "node:crypto";
import type { SealedPlace } from "./seal.ts";
import type { Sealed, Vault } from "./vault.ts";

/** A secret that is open now. */
export interface RevealedSecret {
  readonly value: string;
  /** Made of what was sealed, so it is new with each value and tells nothing of it. */
  readonly mark: Buffer;
}

export async function revealSecret(
  vault: Vault,
  place: SealedPlace,
  sealed: Sealed,
): Promise<RevealedSecret> {
  const value = await vault.open(place, sealed);
  return { value, mark: createHash("sha256").update(sealed.bytes).digest() };
}
