import { type Call, type CancelJobInput, isFinal, type JobStatus } from "@getoperate/contract";
import { reading } from "@getoperate/db";
import type { z } from "zod";
import { requireScope } from "../auth/require-scope.ts";
import type { Platform } from "../platform.ts";
import { readableJob, toSummary } from "./read.ts";

/** Ends a waiting job at once and a running one soon; one that ended stays as it is. */
export async function cancelJob(
  platform: Platform,
  call: Call<z.output<typeof CancelJobInput>>,
): Promise<{ id: string; status: JobStatus }> {
  const actor = await requireScope(platform, call, "jobs:cancel");
  const { job } = await readableJob(platform, call);
  const { id, status } = toSummary(job);
  if (isFinal(status)) {
    return { id, status };
  }
  const reason = call.input.reason ?? null;
  const outcome = await reading(() => platform.engine.cancel({ id, by: actor.username, reason }));
  if (outcome === "canceled") {
    return { id, status: "canceled" };
  }
  return outcome === "asked"
    ? { id, status: "running" }
    : { id, status: toSummary((await readableJob(platform, call)).job).status };
}
