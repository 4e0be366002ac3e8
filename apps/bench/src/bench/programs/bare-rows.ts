// The limit of the engine: PostgreSQL changing the rows of a job in the product's own tables, in the
// same batches, and nothing else. No checks, no keys, no claim, no fence that is looked at.
import { connect } from "@getoperate/db";
import { v7 as uuidv7 } from "uuid";
import { coalescer } from "./coalescer.ts";
import { serve, setUpOf } from "./serve.ts";
import { type Lanes, timedLanes } from "./timed-lanes.ts";

export interface BareRowsSetUp {
  /** Of a migrated database with its partitions. */
  readonly connectionString: string;
}

const INSERT = {
  name: "bare-insert",
  text: `
with input as (select * from unnest($1::uuid[], $2::text[]::json[]) as i (id, args)),
facts as (
  insert into jobs (id, workspace_id, path, hash, args, created_by, trigger, tag, priority,
    timeout_seconds, max_attempts, preprocess)
  select id, 'main', 'f/bench/add', '0123456789abcdef', args, 'admin', 'webhook', 'default', 0,
    900, 3, false
  from input
)
insert into job_running (id, workspace_id, attempt, worker_id) select id, 'main', 1, id from input`,
};

const COMPLETE = {
  name: "bare-complete",
  text: `
with done as (
  delete from job_running r using unnest($1::uuid[]) as i (id) where r.id = i.id
  returning r.id, r.started_at
)
insert into job_results (id, workspace_id, status, result, attempt, worker, started_at, duration_ms)
select id, 'main', 'success', '3', 1, 'bench', started_at, 1 from done`,
};

const { connectionString } = setUpOf<BareRowsSetUp>();
const db = connect(
  { connectionString },
  { applicationName: "bare rows", maxConnections: 4, onIdleError: () => undefined },
);
const ARGS = '{"a":1,"b":2}';
const insert = coalescer<string>((ids) => db.run(INSERT, [ids, ids.map(() => ARGS)]));
const complete = coalescer<string>((ids) => db.run(COMPLETE, [ids]));

serve<Lanes>(
  (lanes) =>
    timedLanes(lanes, async () => {
      const id = uuidv7();
      await insert(id);
      await complete(id);
    }),
  () => db[Symbol.asyncDispose](),
);
