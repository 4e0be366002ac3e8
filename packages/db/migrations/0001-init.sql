-- compatible: the first schema
--
-- Tables by temperature: facts of a job never change, what waits and what runs is narrow and hot,
-- results and logs are only appended. Whatever grows with every job is partitioned by the job's id:
-- a UUIDv7 begins with its time, so a range of ids is a range of time, a job is found by its id in
-- one partition, and dropping a partition is all that retention has to do.

create table workspaces (
  id text primary key,
  name text not null,
  created_at timestamptz not null default now()
);

create table users (
  username text primary key,
  is_instance_admin boolean not null default false,
  created_at timestamptz not null default now()
);

create table members (
  workspace_id text not null references workspaces (id),
  username text not null references users (username),
  role text not null check (role in ('operator', 'developer', 'admin')),
  created_at timestamptz not null default now(),
  primary key (workspace_id, username)
);

-- Secrets of the whole instance, made at the first start.
create table instance_keys (
  name text primary key,
  secret bytea not null,
  created_at timestamptz not null default now()
);

-- A revoked token's row is gone, so what is here is valid until expires_at.
create table tokens (
  id uuid primary key,
  workspace_id text not null,
  owner text not null,
  hash bytea not null unique,
  prefix text not null,
  label text,
  scopes text[],
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  foreign key (workspace_id, owner) references members (workspace_id, username) on delete cascade
);
create index tokens_by_owner on tokens (workspace_id, owner, id);

-- json, not jsonb, where the order of keys is the order of parameters.
create table script_versions (
  workspace_id text not null references workspaces (id),
  hash text not null check (hash ~ '^[0-9a-f]{16}$'),
  path text not null,
  number integer not null,
  language text not null,
  content text not null,
  summary text not null,
  description text not null,
  settings jsonb not null,
  schema json not null,
  result_schema json not null,
  parameters jsonb not null,
  has_preprocessor boolean not null,
  warnings jsonb not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, hash),
  unique (workspace_id, path, number)
);

create table scripts (
  workspace_id text not null references workspaces (id),
  path text not null,
  head_hash text not null,
  head_number integer not null,
  archived_at timestamptz,
  primary key (workspace_id, path),
  foreign key (workspace_id, head_hash) references script_versions (workspace_id, hash)
);

-- Keys that seal the secrets of a workspace, wrapped by a key of the instance that is in no database.
-- The newest seals; older ones are here for as long as something is sealed with them.
create table data_keys (
  id uuid primary key,
  workspace_id text not null references workspaces (id),
  wrapped_by text not null,
  wrapped bytea not null,
  created_at timestamptz not null default clock_timestamp()
);
create index data_keys_by_workspace on data_keys (workspace_id, created_at, id);

-- A secret is sealed and has no value.
create table variables (
  workspace_id text not null references workspaces (id),
  path text not null,
  value text,
  sealed bytea,
  key_id uuid references data_keys (id),
  description text not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, path),
  check (num_nonnulls(value, sealed) = 1 and num_nonnulls(sealed, key_id) <> 1)
);
create index variables_by_key on variables (key_id) where key_id is not null;

create table resources (
  workspace_id text not null references workspaces (id),
  path text not null,
  resource_type text not null,
  value json not null,
  description text not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, path)
);

-- What scripts remember from job to job.
create table script_states (
  workspace_id text not null references workspaces (id),
  path text not null,
  value json not null,
  updated_at timestamptz not null default now(),
  primary key (workspace_id, path)
);

create table jobs (
  id uuid not null,
  workspace_id text not null,
  path text not null,
  hash text not null,
  args json,
  created_by text not null,
  token_id uuid,
  token_prefix text,
  label text,
  parent_id uuid,
  trigger text not null,
  tag text not null,
  priority smallint not null,
  timeout_seconds integer not null,
  max_attempts smallint not null,
  preprocess boolean not null,
  concurrency_key text,
  concurrency_limit integer,
  scheduled_for timestamptz,
  created_at timestamptz not null default now(),
  primary key (id)
) partition by range (id);
create table jobs_default partition of jobs default;
-- By time and not by id alone: a caller may have chosen the id.
create index jobs_by_workspace on jobs (workspace_id, created_at, id);
create index jobs_by_path on jobs (workspace_id, path, created_at, id);
create index jobs_by_parent on jobs (parent_id) where parent_id is not null;
create index jobs_by_schedule on jobs (scheduled_for) where scheduled_for is not null;

-- What waits for a worker. A claim deletes the row; attempt counts the starts so far. A job with a
-- concurrency_key is here only with a permit: its row, here or in job_running, is the permit. Jobs of a
-- tag and priority are claimed by turn.
create table job_ready (
  id uuid primary key,
  workspace_id text not null,
  tag text not null,
  priority smallint not null,
  attempt integer not null,
  concurrency_key text,
  turn bigint not null default (extract(epoch from now()) * 1000000)::bigint
) with (
  fillfactor = 70,
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_insert_scale_factor = 0,
  vacuum_truncate = off
);
create index job_ready_by_order on job_ready (tag, priority desc, turn, id);
create index job_ready_by_key on job_ready (workspace_id, concurrency_key)
where concurrency_key is not null;

-- What waits for a permit of its concurrency_key; moved to job_ready with it.
create table job_limited (
  id uuid primary key,
  workspace_id text not null,
  concurrency_key text not null,
  concurrency_limit integer not null,
  tag text not null,
  priority smallint not null,
  attempt integer not null
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
create index job_limited_by_order
on job_limited (workspace_id, concurrency_key, tag, priority desc, id);

-- What waits for its time; moved to job_ready or job_limited when it comes.
create table job_scheduled (
  id uuid primary key,
  workspace_id text not null,
  tag text not null,
  priority smallint not null,
  run_at timestamptz not null
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
create index job_scheduled_by_time on job_scheduled (run_at);

-- What runs: one row a live attempt. A completion names attempt and worker, or it is refused.
create table job_running (
  id uuid primary key,
  workspace_id text not null,
  attempt integer not null,
  worker_id uuid not null,
  concurrency_key text,
  started_at timestamptz not null default clock_timestamp(),
  cancel_by text,
  cancel_reason text,
  cancel_at timestamptz,
  -- How far it is, percent; null: it did not say.
  progress smallint,
  -- What an agent put out of it.
  agent_output_bytes bigint not null default 0
) with (
  fillfactor = 70,
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_insert_scale_factor = 0,
  vacuum_truncate = off
);
create index job_running_by_key on job_running (workspace_id, concurrency_key)
where concurrency_key is not null;

-- Secrets that running jobs asked for by their own token: handed to the job when its worker masks them.
-- The mark tells apart what was sealed, and nothing else of it.
create table job_secrets (
  id uuid primary key,
  workspace_id text not null,
  job_id uuid not null,
  attempt integer not null,
  mark bytea not null,
  sealed bytea not null,
  key_id uuid not null references data_keys (id),
  is_masked boolean not null default false,
  unique (job_id, attempt, mark)
);

create table job_results (
  id uuid not null,
  workspace_id text not null,
  status text not null check (status in ('success', 'failure', 'canceled')),
  result json,
  attempt integer not null,
  worker text,
  started_at timestamptz,
  completed_at timestamptz not null default clock_timestamp(),
  duration_ms double precision,
  cancel_by text,
  cancel_reason text,
  cancel_at timestamptz,
  primary key (id)
) partition by range (id);
create table job_results_default partition of job_results default;

-- Arguments and results over 256 KiB, compressed (zstd); the column of their own is null then.
create table job_values (
  job_id uuid not null,
  kind text not null check (kind in ('args', 'result')),
  content bytea not null,
  primary key (job_id, kind)
) partition by range (job_id);
alter table job_values alter column content set storage external;
create table job_values_default partition of job_values default;

-- What a job's attempts put out while they ran, in order: pieces of the log, and the items that were
-- streamed, which are JSON. In each attempt the sequence counts from 1; there is none after its end.
create table job_logs (
  job_id uuid not null,
  attempt integer not null,
  sequence integer not null,
  kind text not null check (kind in ('log', 'chunk')),
  content text not null,
  primary key (job_id, attempt, sequence)
) partition by range (job_id);
create table job_logs_default partition of job_logs default;

-- What agents are let in with. A revoked token's row is gone, and with it the agents' workers.
create table agent_tokens (
  id uuid primary key,
  hash bytea not null unique,
  prefix text not null,
  label text,
  tags text[] not null,
  -- Null: jobs of every workspace.
  workspace_id text references workspaces (id) on delete cascade,
  expires_at timestamptz,
  created_by text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);

-- One heartbeat a worker, whatever it runs. A worker without a row has lost all its attempts.
create table workers (
  id uuid primary key,
  name text not null,
  kind text not null check (kind in ('server', 'worker', 'agent')),
  version text not null,
  tags text[] not null,
  slots integer not null,
  lease_seconds integer not null,
  -- Null: jobs of every workspace.
  workspace_id text,
  -- Only an agent has one.
  agent_token_id uuid references agent_tokens (id) on delete cascade,
  started_at timestamptz not null default now(),
  heartbeat_at timestamptz not null default clock_timestamp()
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

-- Committed in the statement that makes the job, so that neither is ever there alone.
create table idempotency_keys (
  workspace_id text not null,
  owner text not null,
  route text not null,
  key text not null,
  request_hash bytea not null,
  job_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, owner, route, key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);
