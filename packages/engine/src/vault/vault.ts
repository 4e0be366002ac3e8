import type { Database, DB } from "@getoperate/db";
import type { Transaction } from "kysely";
import { DataKeys } from "./data-keys.ts";
import type { ReadInstanceKeys } from "./instance-key.ts";
import { type SealedPlace, seal, unseal } from "./seal.ts";

/** A sealed value, and the key that opens it. */
export interface Sealed {
  readonly keyId: string;
  readonly bytes: Uint8Array;
}

/** Seals secrets and opens them. */
export class Vault {
  readonly keys: DataKeys;

  constructor(db: Database, readInstanceKeys: ReadInstanceKeys) {
    this.keys = new DataKeys(db, readInstanceKeys);
  }

  /** Seals for as long as the transaction lasts: the key stays until what it sealed is stored. */
  async seal(transaction: Transaction<DB>, place: SealedPlace, plain: string): Promise<Sealed> {
    const { id: keyId, key } = await this.keys.newest(transaction, place.workspace);
    return { keyId, bytes: seal(key, place, Buffer.from(plain)) };
  }

  async open(place: SealedPlace, { keyId, bytes }: Sealed): Promise<string> {
    const key = await this.keys.find(place.workspace, keyId);
    return unseal(key, place, bytes).toString();
  }
}

/** Where a secret variable lies sealed. */
export function variablePlace(workspace: string, path: string): SealedPlace {
  return { workspace, column: "variables.sealed", row: path };
}
