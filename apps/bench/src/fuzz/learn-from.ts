import { headerOf, type RawAnswer } from "@getoperate/testing/raw-http";
import { readObject } from "./answers/read-object.ts";
import type { FuzzRequest } from "./requests/fuzz-request.ts";
import { remember, type World } from "./world.ts";

/** Keeps what later requests can ask for: ids of jobs and tokens, hashes, cursors. */
export function learnFrom({ aim }: FuzzRequest, answer: RawAnswer, world: World): void {
  const jobId = headerOf(answer, "x-job-id");
  if (jobId !== undefined) {
    remember(world.jobs, jobId);
  }
  if (answer.status >= 300) {
    return;
  }
  const { id, next_cursor: cursor } = readObject(answer);
  if (aim === "tokens.create" && typeof id === "string") {
    remember(world.tokenIds, id);
  }
  if (aim === "agentTokens.create" && typeof id === "string") {
    remember(world.agentTokenIds, id);
  }
  if (typeof cursor === "string") {
    remember(world.cursors, cursor);
  }
}
