// The limit of a call: nothing but its essence. A body arrives over HTTP, an INSERT shared with its
// neighbours commits, a warm Deno adds over its pipe, an UPDATE shared likewise commits, the answer
// leaves. No routes, no tokens, no checks, one table, one statement each.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { connect } from "@getoperate/db";
import { coalescer } from "./coalescer.ts";
import { startDenoPipe } from "./deno-pipe.ts";
import { serve, setUpOf } from "./serve.ts";

export interface ProbeSetUp {
  readonly connectionString: string;
}

interface Job {
  readonly id: string;
  readonly args: string;
}

const TABLE = `
create table if not exists probe_jobs (
  id uuid primary key, args json not null, result json, is_done boolean not null
) with (fillfactor = 50)`;

const INSERT = {
  name: "probe-insert",
  text: `insert into probe_jobs (id, args, is_done)
select id, args, false from unnest($1::uuid[], $2::text[]::json[]) as i (id, args)`,
};

const UPDATE = {
  name: "probe-update",
  text: `update probe_jobs p set result = i.result, is_done = true
from unnest($1::uuid[], $2::text[]::json[]) as i (id, result) where p.id = i.id`,
};

const { connectionString } = setUpOf<ProbeSetUp>();
const db = connect(
  { connectionString },
  { applicationName: "probe", maxConnections: 4, onIdleError: () => undefined },
);
await db.run({ name: "probe-table", text: TABLE }, []);
const deno = await startDenoPipe();

const insert = coalescer<Job>((jobs) =>
  db.run(INSERT, [jobs.map(({ id }) => id), jobs.map(({ args }) => args)]),
);
const complete = coalescer<{ id: string; result: string }>((ends) =>
  db.run(UPDATE, [ends.map(({ id }) => id), ends.map(({ result }) => result)]),
);
let running = 0;

async function answer(path: string, args: string, response: ServerResponse): Promise<void> {
  const id = randomUUID();
  await insert({ id, args });
  if (path === "/async") {
    response.end(id);
  }
  running += 1;
  const result = await deno.call(args);
  await complete({ id, result });
  running -= 1;
  if (path !== "/async") {
    response.setHeader("Content-Type", "application/json");
    response.end(result);
  }
}

const server = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (text) => {
    body += String(text);
  });
  request.on("end", () => {
    answer(request.url ?? "/", body, response).catch(() => {
      response.statusCode = 500;
      response.end();
    });
  });
});
server.listen(0, "127.0.0.1");
await once(server, "listening");

/** Where it listens, and how many jobs run. */
export interface ProbeState {
  readonly port: number;
  readonly running: number;
}

serve(
  async (): Promise<ProbeState> => ({ port: Object(server.address()).port, running }),
  () => deno[Symbol.asyncDispose](),
);
