import { createHash, createSecretKey, type KeyObject } from "node:crypto";

/** Length of every key here, bytes: AES-256. */
export const KEY_BYTES = 32;

/** A key that wraps the data keys; it lies outside of the database. */
export interface InstanceKey {
  /** Made of the key, so that it cannot be given to another one. */
  readonly id: string;
  readonly key: KeyObject;
}

/** Reads the keys of the instance anew: the first wraps, the others only unwrap. Undefined: there are none. */
export type ReadInstanceKeys = () => Promise<readonly InstanceKey[] | undefined>;

export function instanceKeyOf(secret: Uint8Array): InstanceKey {
  const digest = createHash("sha256").update("getoperate instance key").update(secret);
  return { id: digest.digest("hex").slice(0, 16), key: createSecretKey(secret) };
}
