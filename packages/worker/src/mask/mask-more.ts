import type { ClaimedJob, JobSource } from "@getoperate/contract";
import type { Masker } from "./masker.ts";

/** Masks what a job asked for by its token, and says so, until there is no more. */
export async function maskMore(
  source: Pick<JobSource, "secretsToMask">,
  { job, masker }: { readonly job: ClaimedJob; readonly masker: Masker },
): Promise<void> {
  for (let masked: string[] = []; ; ) {
    const secrets = await source.secretsToMask(job, masked);
    if (secrets.length === 0) {
      return;
    }
    masker.add(secrets.map(({ value }) => value));
    masked = secrets.map(({ id }) => id);
  }
}
