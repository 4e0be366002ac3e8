import {
  type Call,
  MAX_STATE_BYTES,
  maySee,
  type SetStateInput,
  type State,
} from "@getoperate/contract";
import { type DB, withTransaction } from "@getoperate/db";
import { type Kysely, sql } from "kysely";
import type { z } from "zod";
import { requireWrite } from "../auth/actor.ts";
import { requireScope } from "../auth/require-scope.ts";
import { boundedJson } from "../bounded-json.ts";
import type { Platform } from "../platform.ts";
import { noState } from "./get.ts";

/** Sets what a script remembers. Its jobs may do so for whoever may run it. */
export async function setState(
  platform: Platform,
  call: Call<z.output<typeof SetStateInput>>,
): Promise<State> {
  const actor = await requireScope(platform, call, "state:write");
  const { workspace, path, value } = call.input;
  if (!maySee(actor, path)) {
    throw noState(path);
  }
  if (actor.jobId === null) {
    requireWrite(actor, path);
  }
  const json = boundedJson(value, "A state", MAX_STATE_BYTES);
  const where = { workspace_id: workspace, path };
  await withTransaction(platform.db, (transaction) =>
    value === null ? forget(transaction, where) : remember(transaction, where, json),
  );
  return { path, value };
}

interface Where {
  readonly workspace_id: string;
  readonly path: string;
}

async function forget(db: Kysely<DB>, { workspace_id, path }: Where): Promise<void> {
  await db
    .deleteFrom("script_states")
    .where("workspace_id", "=", workspace_id)
    .where("path", "=", path)
    .execute();
}

async function remember(db: Kysely<DB>, where: Where, json: string): Promise<void> {
  const set = { value: json, updated_at: sql<Date>`now()` };
  await db
    .insertInto("script_states")
    .values({ ...where, ...set })
    .onConflict((conflict) => conflict.columns(["workspace_id", "path"]).doUpdateSet(set))
    .execute();
}
