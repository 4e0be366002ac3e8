import {
  type Call,
  type CreatedToken,
  type CreateTokenInput,
  mayMint,
  OperateError,
  type Token,
} from "@getoperate/contract";
import { type DB, withTransaction } from "@getoperate/db";
import { type Kysely, sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import type { Actor } from "../auth/actor.ts";
import { requireAdmin, requireScope } from "../auth/require-scope.ts";
import { newToken, tokenDigest, visiblePrefix } from "../auth/token-format.ts";
import type { Platform } from "../platform.ts";

type Input = z.output<typeof CreateTokenInput>;

/** Makes a token; the answer is the only place that shows it. */
export async function createToken(
  platform: Platform,
  call: Call<Input>,
): Promise<z.input<typeof CreatedToken>> {
  const actor = await requireScope(platform, call, "tokens:write");
  const { workspace, label = null, expires_at, scopes = null } = call.input;
  const owner = call.input.owner ?? actor.username;
  if (owner !== actor.username) {
    requireAdmin(actor);
  }
  const expiresAt = allowedExpiry(actor, expires_at);
  if (!mayMint(actor.scopes, scopes)) {
    throw new OperateError("forbidden", "A token cannot make one that may do more than itself.");
  }
  return withTransaction(platform.db, async (transaction) => {
    const member = await transaction
      .selectFrom("members")
      .select("username")
      .where("workspace_id", "=", workspace)
      .where("username", "=", owner)
      .executeTakeFirst();
    if (member === undefined) {
      throw new OperateError("not-found", `There is no user ${owner} in this workspace.`);
    }
    return insertToken(transaction, { workspace, owner, label, scopes, expiresAt });
  });
}

/** Not past, and not later than that of the token that makes it. */
function allowedExpiry(actor: Actor, wanted: string | undefined): Date | null {
  const own = actor.expiresAt === null ? null : new Date(actor.expiresAt);
  if (wanted === undefined) {
    return own;
  }
  const expiry = futureDate(wanted);
  return own !== null && own < expiry ? own : expiry;
}

/** Throws `invalid-input` for a time that has passed. */
export function futureDate(wanted: string): Date {
  const date = new Date(wanted);
  if (date.getTime() <= Date.now()) {
    throw new OperateError("invalid-input", "/expires_at: lies in the past", {
      errors: [{ pointer: "/expires_at", detail: "lies in the past" }],
    });
  }
  return date;
}

export interface NewToken {
  readonly workspace: string;
  readonly owner: string;
  readonly label: string | null;
  readonly scopes: readonly string[] | null;
  readonly expiresAt: Date | null;
  /** Given by the operator at the first start; else a random one is made. */
  readonly token?: string | undefined;
}

/** Stores a token's digest and answers with the token itself. */
export async function insertToken(
  db: Kysely<DB>,
  wanted: NewToken,
): Promise<Token & { token: string }> {
  const token = wanted.token ?? newToken("user");
  const row = await db
    .insertInto("tokens")
    .values({
      id: uuidv7(),
      workspace_id: wanted.workspace,
      owner: wanted.owner,
      hash: tokenDigest(token),
      prefix: visiblePrefix(token),
      label: wanted.label,
      scopes: wanted.scopes === null ? null : sql`${[...wanted.scopes]}::text[]`,
      expires_at: wanted.expiresAt,
    })
    .returning(TOKEN_COLUMNS)
    .executeTakeFirstOrThrow();
  return { ...toToken(row), token };
}

export const TOKEN_COLUMNS = [
  "id",
  "prefix",
  "owner",
  "label",
  "scopes",
  "expires_at",
  "created_at",
  "last_used_at",
] as const;

interface TokenRow {
  readonly id: string;
  readonly prefix: string;
  readonly owner: string;
  readonly label: string | null;
  readonly scopes: string[] | null;
  readonly expires_at: Date | null;
  readonly created_at: Date;
  readonly last_used_at: Date | null;
}

/** Shapes a row of `TOKEN_COLUMNS` for the wire. */
export function toToken(row: TokenRow): Token {
  return {
    ...row,
    expires_at: row.expires_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    last_used_at: row.last_used_at?.toISOString() ?? null,
  };
}
