import { setTimeout as sleep } from "node:timers/promises";
import type { TestInstance } from "@getoperate/testing/instance";
import { z } from "zod";

const Ended = z.object({
  status: z.string(),
  result: z.unknown(),
  attempt: z.number(),
  worker: z.string().nullable(),
});

type Server = Pick<TestInstance, "request" | "url" | "token">;

interface JobSettings {
  readonly tag: string;
  readonly body?: object;
  readonly delaySeconds?: number;
}

/** Starts a job and answers with its id. */
export async function startJob(
  { request }: Server,
  target: string,
  { tag, body = {}, delaySeconds }: JobSettings,
): Promise<string> {
  const delay = delaySeconds === undefined ? "" : `&scheduled_in_secs=${delaySeconds}`;
  const answer = await request("POST", `/jobs/run/${target}?tag=${tag}${delay}`, { body });
  if (answer.status !== 201) {
    throw new Error(`No job was started: ${answer.text}`);
  }
  return answer.text;
}

/** Waits for the end of a job. */
export async function endOf({ request }: Server, id: string) {
  await request("GET", `/jobs/${id}/result?wait=120`);
  return Ended.parse((await request("GET", `/jobs/${id}`)).json());
}

/** Waits until the job's log or stream has these words, while the job runs. */
export async function untilItSays({ url, token }: Server, id: string, words: string) {
  const response = await fetch(`${url}/api/w/main/jobs/${id}/events`, {
    headers: { authorization: `Bearer ${token}` },
  });
  let seen = "";
  for await (const chunk of response.body ?? []) {
    seen += Buffer.from(chunk).toString();
    if (seen.includes(words)) {
      return;
    }
  }
  throw new Error(`The job ended and never said ${words}: ${seen}`);
}

/** Asks again and again until the answer is what is waited for; the test's own time bounds it. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) {
    await sleep(50);
  }
}
