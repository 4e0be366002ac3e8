import { type Call, covers, maySee } from "@getoperate/contract";
import { reading } from "@getoperate/db";
import { revealSecret, variablePlace } from "@getoperate/engine";
import { forbidden, requireScope } from "../auth/require-scope.ts";
import type { Platform } from "../platform.ts";
import { handOver } from "./hand-over.ts";
import { findVariable, noVariable } from "./read.ts";

/** The value of a variable; of a secret only for who may read secrets. */
export async function getVariableValue(
  platform: Platform,
  call: Call<{ readonly workspace: string; readonly path: string }>,
): Promise<{ path: string; value: string }> {
  const actor = await requireScope(platform, call, "variables:read");
  const { workspace, path } = call.input;
  const row = await reading(() => findVariable(platform.db.kysely, call.input));
  if (row === undefined || !maySee(actor, path)) {
    throw noVariable(path);
  }
  if (row.sealed === null || row.key_id === null) {
    return { path, value: row.value ?? "" };
  }
  if (!covers(actor.scopes, "secrets:read")) {
    throw forbidden();
  }
  const sealed = { keyId: row.key_id, bytes: row.sealed };
  const secret = await reading(() =>
    revealSecret(platform.vault, variablePlace(workspace, path), sealed),
  );
  await handOver(platform, actor, [secret]);
  return { path, value: secret.value };
}
