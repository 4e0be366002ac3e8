import { setTimeout as sleep } from "node:timers/promises";
import type { ServerProcess } from "@getoperate/testing/server-process";
import { httpRequest } from "../http-request.ts";
import { openDatabase } from "../own-database.ts";
import { ADD, ADMIN_TOKEN, type World } from "../world.ts";
import type { Target } from "./http-measurement.ts";

/** A server of the product, and where its jobs are. */
export interface Subject {
  readonly server: ServerProcess;
  readonly connectionString: string;
}

const JOBS = "/api/w/main/jobs";
const BODY = '{"a":1,"b":2}';
const LOOK_MS = 20;
const JOBS_READ = 100;

function targetOf(world: World, { server }: Subject): Pick<Target, "port" | "roots"> {
  return { port: Number(new URL(server.url).port), roots: [server.pid, world.database.pid] };
}

/** Sync calls of a warm script. */
export function syncTarget(world: World, subject: Subject): Target {
  const path = `${JOBS}/run_wait_result/p/${ADD.path}`;
  const request = httpRequest({ method: "POST", path, token: ADMIN_TOKEN, body: BODY });
  return { ...targetOf(world, subject), requests: [request], status: 200 };
}

/** Async calls; the workers drain meanwhile, and are waited for. */
export function asyncTarget(world: World, subject: Subject): Target {
  const path = `${JOBS}/run/p/${ADD.path}`;
  const request = httpRequest({ method: "POST", path, token: ADMIN_TOKEN, body: BODY });
  return {
    ...targetOf(world, subject),
    requests: [request],
    status: 201,
    settle: () => allDone(subject.connectionString),
  };
}

/** Reads of finished jobs, one after the other. */
export async function getJobTarget(world: World, subject: Subject): Promise<Target> {
  const runs = Array.from({ length: JOBS_READ }, () =>
    subject.server.request("POST", `/jobs/run_wait_result/p/${ADD.path}`, {
      body: BODY,
      headers: { "Content-Type": "application/json" },
    }),
  );
  const ids = (await Promise.all(runs)).map(({ headers }) => headers.get("x-job-id"));
  const requests = ids.map((id) =>
    httpRequest({ method: "GET", path: `${JOBS}/${id}`, token: ADMIN_TOKEN }),
  );
  return { ...targetOf(world, subject), requests, status: 200 };
}

const OPEN = {
  name: "open",
  text: `
select (exists (select from job_running))
  or exists (select from job_ready where tag = 'default') as is_open`,
};

/** Waits until nothing waits and nothing runs. */
async function allDone(connectionString: string): Promise<void> {
  await using db = openDatabase(connectionString);
  const isOpen = async () =>
    (await db.run<{ is_open: boolean }>(OPEN, [])).some(({ is_open: open }) => open);
  while (await isOpen()) {
    await sleep(LOOK_MS);
  }
}
