// Sealing is AES-256-GCM with a random nonce: nonce, then what was sealed, then the tag. The place
// that something is sealed for is bound to it, so that it opens nowhere else.
import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from "node:crypto";
import { OperateError } from "@getoperate/contract";

const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Where something sealed lies. */
export interface SealedPlace {
  readonly workspace: string;
  /** Table and column. */
  readonly column: string;
  /** What the row is known by. */
  readonly row: string;
}

export function seal(key: KeyObject, place: SealedPlace, plain: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo(place));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Throws `conflict` for what was not sealed with this key for this place. */
export function unseal(key: KeyObject, place: SealedPlace, sealed: Uint8Array): Buffer {
  try {
    const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(boundTo(place));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    const plain = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([plain, decipher.final()]);
  } catch (cause) {
    const what = `${place.column} of ${place.row}`;
    throw new OperateError("conflict", `What is sealed in ${what} was not sealed for it.`, {
      cause,
    });
  }
}

/** JSON, so that no two places are the same text. */
function boundTo({ workspace, column, row }: SealedPlace): Buffer {
  return Buffer.from(JSON.stringify([workspace, column, row]));
}
