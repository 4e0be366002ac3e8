// Puts values in the place of references, with the rights of one user. It works on JSON text, so
// numbers and the order of keys stay as they are. A resource is resolved once however often it is
// named; depth, number and size are bounded, since each may name many others.
import {
  type JsonText,
  mayHaveReferences,
  maySee,
  OperateError,
  pathFault,
  RESOURCE_REFERENCE,
  type RightsHolder,
  replaceStrings,
  VARIABLE_REFERENCE,
} from "@getoperate/contract";
import { type Database, reading } from "@getoperate/db";
import { type RevealedSecret, revealSecret } from "../vault/reveal-secret.ts";
import { type Vault, variablePlace } from "../vault/vault.ts";

const MAX_DEPTH = 8;
const MAX_REFERENCES = 1_000;
/** Longest text after all is in place, characters. */
const MAX_RESOLVED_LENGTH = 32 * 1024 * 1024;

export interface ReferenceReader extends RightsHolder {
  readonly workspace: string;
}

export interface ResolvedJson {
  readonly json: JsonText;
  /** The secrets that are in it now, to be masked. */
  readonly secrets: readonly RevealedSecret[];
}

export interface ResolverParts {
  readonly db: Database;
  readonly vault: Vault;
}

/** Throws `invalid-input` for what cannot be resolved or what the user may not read. */
export function resolveReferences(
  parts: ResolverParts,
  reader: ReferenceReader,
  json: JsonText,
): Promise<ResolvedJson> {
  return new Resolution(parts, reader).resolve(json);
}

class Resolution {
  readonly #parts: ResolverParts;
  readonly #reader: ReferenceReader;
  /** JSON texts by the reference that stands for them. */
  readonly #values = new Map<string, JsonText>();
  readonly #secrets: RevealedSecret[] = [];

  constructor(parts: ResolverParts, reader: ReferenceReader) {
    this.#parts = parts;
    this.#reader = reader;
  }

  async resolve(json: JsonText): Promise<ResolvedJson> {
    const resolved = await this.#expand(json, []);
    return { json: resolved, secrets: this.#secrets };
  }

  async #expand(json: JsonText, trail: readonly string[]): Promise<JsonText> {
    if (!mayHaveReferences(json)) {
      return json;
    }
    for (const reference of referencesIn(json)) {
      if (!this.#values.has(reference)) {
        this.#values.set(reference, await this.#valueOf(reference, trail));
      }
    }
    if (this.#values.size > MAX_REFERENCES) {
      throw unresolved(`There are more than ${MAX_REFERENCES} references.`);
    }
    let length = json.length;
    return replaceStrings(json, (string, isKey) => {
      const value = isKey ? undefined : this.#values.get(string.slice(1, -1));
      length += value?.length ?? 0;
      if (length > MAX_RESOLVED_LENGTH) {
        throw unresolved("What the references stand for is too large.");
      }
      return value;
    });
  }

  async #valueOf(reference: string, trail: readonly string[]): Promise<JsonText> {
    const way = [...trail, reference];
    if (trail.includes(reference)) {
      throw unresolved(`References go in a circle: ${way.join(" → ")}.`);
    }
    if (way.length > MAX_DEPTH) {
      throw unresolved(`References are nested more than ${MAX_DEPTH} deep: ${way.join(" → ")}.`);
    }
    const path = reference.slice(VARIABLE_REFERENCE.length);
    const fault = pathFault(path);
    if (fault !== undefined) {
      throw unresolved(`The path of ${reference.slice(0, 300)} ${fault}.`);
    }
    const isVariable = reference.startsWith(VARIABLE_REFERENCE);
    const json = maySee(this.#reader, path)
      ? await reading(() => (isVariable ? this.#variable(path) : this.#resource(path)))
      : undefined;
    if (json === undefined) {
      const what = isVariable ? "variable" : "resource";
      throw unresolved(`There is no ${what} ${path} that ${this.#reader.username} may read.`);
    }
    return isVariable ? json : this.#expand(json, way);
  }

  async #variable(path: string): Promise<JsonText | undefined> {
    const { db, vault } = this.#parts;
    const { workspace } = this.#reader;
    const row = await db.kysely
      .selectFrom("variables")
      .select(["value", "sealed", "key_id"])
      .where("workspace_id", "=", workspace)
      .where("path", "=", path)
      .executeTakeFirst();
    if (row === undefined || row.sealed === null || row.key_id === null) {
      return row && JSON.stringify(row.value);
    }
    const sealed = { keyId: row.key_id, bytes: row.sealed };
    const secret = await revealSecret(vault, variablePlace(workspace, path), sealed);
    this.#secrets.push(secret);
    return JSON.stringify(secret.value);
  }

  async #resource(path: string): Promise<JsonText | undefined> {
    const row = await this.#parts.db.kysely
      .selectFrom("resources")
      .select("value")
      .where("workspace_id", "=", this.#reader.workspace)
      .where("path", "=", path)
      .executeTakeFirst();
    return row && String(row.value);
  }
}

/** The texts that are references, as they stand in JSON: none of their characters is ever escaped. */
function referencesIn(json: JsonText): Set<string> {
  const found = new Set<string>();
  replaceStrings(json, (string, isKey) => {
    const text = string.slice(1, -1);
    const isReference = text.startsWith(VARIABLE_REFERENCE) || text.startsWith(RESOURCE_REFERENCE);
    if (isReference && !isKey) {
      found.add(text);
    }
    return undefined;
  });
  return found;
}

function unresolved(detail: string): OperateError {
  return new OperateError("invalid-input", detail);
}
