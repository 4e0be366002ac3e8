import type { DB } from "@getoperate/db";
import { variablePlace } from "@getoperate/engine";
import type { Transaction } from "kysely";
import type { Platform } from "../platform.ts";

export interface WantedValue {
  readonly workspace: string;
  readonly path: string;
  readonly value: string;
  readonly is_secret: boolean;
}

/** What is stored of a value: a secret sealed, the rest as it is. */
export async function storedValue(
  { vault }: Platform,
  transaction: Transaction<DB>,
  { workspace, path, value, is_secret }: WantedValue,
): Promise<{ value: string | null; sealed: Buffer | null; key_id: string | null }> {
  if (!is_secret) {
    return { value, sealed: null, key_id: null };
  }
  const { keyId, bytes } = await vault.seal(transaction, variablePlace(workspace, path), value);
  return { value: null, sealed: Buffer.from(bytes), key_id: keyId };
}
