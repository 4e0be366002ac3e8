import { type Call, OperateError, type SetProgressInput } from "@getoperate/contract";
import { type PreparedStatement, reading } from "@getoperate/db";
import type { z } from "zod";
import { authenticate } from "../auth/authenticate.ts";
import { requireWorkspace } from "../auth/require-scope.ts";
import type { Platform } from "../platform.ts";

const SET: PreparedStatement = {
  name: "set-progress",
  text: "update job_running set progress = $2 where id = $1",
};

/** Says how far a job is; only the job itself knows, so only its own token may. */
export async function setJobProgress(
  platform: Platform,
  call: Call<z.output<typeof SetProgressInput>>,
): Promise<{ id: string; percent: number }> {
  const actor = await authenticate(platform, call.ctx);
  const { workspace, id, percent } = call.input;
  requireWorkspace(actor, workspace);
  if (actor.jobId !== id) {
    throw new OperateError("forbidden", "Only a job itself says how far it is, by its own token.");
  }
  await reading(() => platform.db.run(SET, [id, percent]));
  return { id, percent };
}
