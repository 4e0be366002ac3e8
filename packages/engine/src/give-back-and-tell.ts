import type { Attempt } from "@getoperate/contract";
import type { Database } from "@getoperate/db";
import type { News } from "./news.ts";
import { giveBack } from "./queue/give-back.ts";

/** Lets jobs of a worker wait again and tells the others; answers with those that stay the worker's. */
export async function giveBackAndTell(
  { db, news }: { readonly db: Database; readonly news: News },
  { workerId, attempts }: { readonly workerId: string; readonly attempts: readonly Attempt[] },
): Promise<string[]> {
  const kept = await giveBack(db, workerId, attempts);
  if (kept.length < attempts.length) {
    news.ready();
  }
  return kept;
}
