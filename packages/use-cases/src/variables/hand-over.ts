import type { RevealedSecret } from "@getoperate/engine";
import type { Actor } from "../auth/actor.ts";
import type { Platform } from "../platform.ts";

/** Lets secrets go to whoever asked; to a running job only once its worker masks them. */
export async function handOver(
  { engine }: Platform,
  { jobId, workspace }: Actor,
  secrets: readonly RevealedSecret[],
): Promise<void> {
  if (jobId !== null && secrets.length > 0) {
    await engine.untilMasked({ jobId, workspace, secrets });
  }
}
