import type { Call, ListTokensInput, Page, Token } from "@getoperate/contract";
import { reading } from "@getoperate/db";
import type { z } from "zod";
import { requireScope } from "../auth/require-scope.ts";
import { decodeCursor, isUuid, toPage } from "../cursor.ts";
import type { Platform } from "../platform.ts";
import { TOKEN_COLUMNS, toToken } from "./create.ts";

/** The caller's tokens, newest first. */
export async function listTokens(
  platform: Platform,
  call: Call<z.output<typeof ListTokensInput>>,
): Promise<Page<Token>> {
  const actor = await requireScope(platform, call, "tokens:read");
  const { workspace, limit, cursor } = call.input;
  let query = platform.db.kysely
    .selectFrom("tokens")
    .select(TOKEN_COLUMNS)
    .where("workspace_id", "=", workspace)
    .where("owner", "=", actor.username)
    .orderBy("id", "desc")
    .limit(limit + 1);
  if (cursor !== undefined) {
    query = query.where("id", "<", decodeCursor(cursor, isUuid));
  }
  const rows = await reading(() => query.execute());
  return toPage(rows, limit, { item: toToken, place: ({ id }) => id });
}
