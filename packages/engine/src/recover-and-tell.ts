import type { Database } from "@getoperate/db";
import type { LimitedJobs } from "./duties/limited-jobs.ts";
import type { News } from "./news.ts";
import { limitNames } from "./queue/admit.ts";
import { recoverLostAttempts } from "./queue/recover.ts";

/** Silence of others is not judged here and now. */
export const RELEASED_ALONE = 0;

export interface ToldOfChanges {
  readonly db: Database;
  readonly news: News;
  readonly limited: LimitedJobs;
}

/** Takes the attempts of lost workers back and tells who waits for them; says how many there were. */
export async function recoverAndTell(
  { db, news, limited }: ToldOfChanges,
  quietSeconds: number,
): Promise<number> {
  const recovered = await recoverLostAttempts(db, quietSeconds);
  for (const { id, status, result } of recovered) {
    if (status !== null && result !== null) {
      news.ended(id, { status, result });
    }
  }
  limited.ask(limitNames(recovered));
  if (recovered.length > 0) {
    news.ready();
  }
  return recovered.length;
}
