-- Written by `npm run generate`, from a migrated database; not to be edited.

create table agent_tokens (
  id uuid not null,
  hash bytea not null,
  prefix text not null,
  label text,
  tags text[] not null,
  workspace_id text,
  expires_at timestamp with time zone,
  created_by text not null,
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone,
  constraint agent_tokens_pkey PRIMARY KEY (id),
  constraint agent_tokens_hash_key UNIQUE (hash),
  constraint agent_tokens_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id) ON DELETE CASCADE
);

create table data_keys (
  id uuid not null,
  workspace_id text not null,
  wrapped_by text not null,
  wrapped bytea not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  constraint data_keys_pkey PRIMARY KEY (id),
  constraint data_keys_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
);
CREATE INDEX data_keys_by_workspace ON public.data_keys USING btree (workspace_id, created_at, id);

create table idempotency_keys (
  workspace_id text not null,
  owner text not null,
  route text not null,
  key text not null,
  request_hash bytea not null,
  job_id uuid not null,
  created_at timestamp with time zone not null default now(),
  constraint idempotency_keys_pkey PRIMARY KEY (workspace_id, owner, route, key)
);
CREATE INDEX idempotency_keys_by_age ON public.idempotency_keys USING btree (created_at);

create table instance_keys (
  name text not null,
  secret bytea not null,
  created_at timestamp with time zone not null default now(),
  constraint instance_keys_pkey PRIMARY KEY (name)
);

create table job_limited (
  id uuid not null,
  workspace_id text not null,
  concurrency_key text not null,
  concurrency_limit integer not null,
  tag text not null,
  priority smallint not null,
  attempt integer not null,
  constraint job_limited_pkey PRIMARY KEY (id)
) with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=1000, fillfactor=70);
CREATE INDEX job_limited_by_order ON public.job_limited USING btree (workspace_id, concurrency_key, tag, priority DESC, id);

create table job_logs (
  job_id uuid not null,
  attempt integer not null,
  sequence integer not null,
  kind text not null,
  content text not null,
  constraint job_logs_pkey PRIMARY KEY (job_id, attempt, sequence),
  constraint job_logs_kind_check CHECK ((kind = ANY (ARRAY['log'::text, 'chunk'::text])))
) partition by RANGE (job_id);

create table job_logs_default partition of job_logs DEFAULT;

create table job_ready (
  id uuid not null,
  workspace_id text not null,
  tag text not null,
  priority smallint not null,
  attempt integer not null,
  concurrency_key text,
  turn bigint not null default ((EXTRACT(epoch FROM now()) * (1000000)::numeric))::bigint,
  constraint job_ready_pkey PRIMARY KEY (id)
) with (autovacuum_vacuum_insert_scale_factor=0, autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=1000, fillfactor=70, vacuum_truncate=off);
CREATE INDEX job_ready_by_key ON public.job_ready USING btree (workspace_id, concurrency_key) WHERE (concurrency_key IS NOT NULL);
CREATE INDEX job_ready_by_order ON public.job_ready USING btree (tag, priority DESC, turn, id);

create table job_results (
  id uuid not null,
  workspace_id text not null,
  status text not null,
  result json,
  attempt integer not null,
  worker text,
  started_at timestamp with time zone,
  completed_at timestamp with time zone not null default clock_timestamp(),
  duration_ms double precision,
  cancel_by text,
  cancel_reason text,
  cancel_at timestamp with time zone,
  constraint job_results_pkey PRIMARY KEY (id),
  constraint job_results_status_check CHECK ((status = ANY (ARRAY['success'::text, 'failure'::text, 'canceled'::text])))
) partition by RANGE (id);

create table job_results_default partition of job_results DEFAULT;

create table job_running (
  id uuid not null,
  workspace_id text not null,
  attempt integer not null,
  worker_id uuid not null,
  concurrency_key text,
  started_at timestamp with time zone not null default clock_timestamp(),
  cancel_by text,
  cancel_reason text,
  cancel_at timestamp with time zone,
  progress smallint,
  agent_output_bytes bigint not null default 0,
  constraint job_running_pkey PRIMARY KEY (id)
) with (autovacuum_vacuum_insert_scale_factor=0, autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=1000, fillfactor=70, vacuum_truncate=off);
CREATE INDEX job_running_by_key ON public.job_running USING btree (workspace_id, concurrency_key) WHERE (concurrency_key IS NOT NULL);

create table job_scheduled (
  id uuid not null,
  workspace_id text not null,
  tag text not null,
  priority smallint not null,
  run_at timestamp with time zone not null,
  constraint job_scheduled_pkey PRIMARY KEY (id)
) with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=1000, fillfactor=70);
CREATE INDEX job_scheduled_by_time ON public.job_scheduled USING btree (run_at);

create table job_secrets (
  id uuid not null,
  workspace_id text not null,
  job_id uuid not null,
  attempt integer not null,
  mark bytea not null,
  sealed bytea not null,
  key_id uuid not null,
  is_masked boolean not null default false,
  constraint job_secrets_pkey PRIMARY KEY (id),
  constraint job_secrets_job_id_attempt_mark_key UNIQUE (job_id, attempt, mark),
  constraint job_secrets_key_id_fkey FOREIGN KEY (key_id) REFERENCES data_keys(id)
);

create table job_values (
  job_id uuid not null,
  kind text not null,
  content bytea storage external not null,
  constraint job_values_pkey PRIMARY KEY (job_id, kind),
  constraint job_values_kind_check CHECK ((kind = ANY (ARRAY['args'::text, 'result'::text])))
) partition by RANGE (job_id);

create table job_values_default partition of job_values DEFAULT;

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
  scheduled_for timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint jobs_pkey PRIMARY KEY (id)
) partition by RANGE (id);
CREATE INDEX jobs_by_parent ON ONLY public.jobs USING btree (parent_id) WHERE (parent_id IS NOT NULL);
CREATE INDEX jobs_by_path ON ONLY public.jobs USING btree (workspace_id, path, created_at, id);
CREATE INDEX jobs_by_schedule ON ONLY public.jobs USING btree (scheduled_for) WHERE (scheduled_for IS NOT NULL);
CREATE INDEX jobs_by_workspace ON ONLY public.jobs USING btree (workspace_id, created_at, id);

create table jobs_default partition of jobs DEFAULT;

create table members (
  workspace_id text not null,
  username text not null,
  role text not null,
  created_at timestamp with time zone not null default now(),
  constraint members_pkey PRIMARY KEY (workspace_id, username),
  constraint members_username_fkey FOREIGN KEY (username) REFERENCES users(username),
  constraint members_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id),
  constraint members_role_check CHECK ((role = ANY (ARRAY['operator'::text, 'developer'::text, 'admin'::text])))
);

create table resources (
  workspace_id text not null,
  path text not null,
  resource_type text not null,
  value json not null,
  description text not null,
  created_by text not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint resources_pkey PRIMARY KEY (workspace_id, path),
  constraint resources_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
);

create table script_states (
  workspace_id text not null,
  path text not null,
  value json not null,
  updated_at timestamp with time zone not null default now(),
  constraint script_states_pkey PRIMARY KEY (workspace_id, path),
  constraint script_states_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
);

create table script_versions (
  workspace_id text not null,
  hash text not null,
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
  created_at timestamp with time zone not null default now(),
  constraint script_versions_pkey PRIMARY KEY (workspace_id, hash),
  constraint script_versions_workspace_id_path_number_key UNIQUE (workspace_id, path, number),
  constraint script_versions_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id),
  constraint script_versions_hash_check CHECK ((hash ~ '^[0-9a-f]{16}$'::text))
);

create table scripts (
  workspace_id text not null,
  path text not null,
  head_hash text not null,
  head_number integer not null,
  archived_at timestamp with time zone,
  constraint scripts_pkey PRIMARY KEY (workspace_id, path),
  constraint scripts_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id),
  constraint scripts_workspace_id_head_hash_fkey FOREIGN KEY (workspace_id, head_hash) REFERENCES script_versions(workspace_id, hash)
);

create table tokens (
  id uuid not null,
  workspace_id text not null,
  owner text not null,
  hash bytea not null,
  prefix text not null,
  label text,
  scopes text[],
  expires_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone,
  constraint tokens_pkey PRIMARY KEY (id),
  constraint tokens_hash_key UNIQUE (hash),
  constraint tokens_workspace_id_owner_fkey FOREIGN KEY (workspace_id, owner) REFERENCES members(workspace_id, username) ON DELETE CASCADE
);
CREATE INDEX tokens_by_owner ON public.tokens USING btree (workspace_id, owner, id);

create table users (
  username text not null,
  is_instance_admin boolean not null default false,
  created_at timestamp with time zone not null default now(),
  constraint users_pkey PRIMARY KEY (username)
);

create table variables (
  workspace_id text not null,
  path text not null,
  value text,
  sealed bytea,
  key_id uuid,
  description text not null,
  created_by text not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint variables_pkey PRIMARY KEY (workspace_id, path),
  constraint variables_key_id_fkey FOREIGN KEY (key_id) REFERENCES data_keys(id),
  constraint variables_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id),
  constraint variables_check CHECK (((num_nonnulls(value, sealed) = 1) AND (num_nonnulls(sealed, key_id) <> 1)))
);
CREATE INDEX variables_by_key ON public.variables USING btree (key_id) WHERE (key_id IS NOT NULL);

create table workers (
  id uuid not null,
  name text not null,
  kind text not null,
  version text not null,
  tags text[] not null,
  slots integer not null,
  lease_seconds integer not null,
  workspace_id text,
  agent_token_id uuid,
  started_at timestamp with time zone not null default now(),
  heartbeat_at timestamp with time zone not null default clock_timestamp(),
  constraint workers_pkey PRIMARY KEY (id),
  constraint workers_agent_token_id_fkey FOREIGN KEY (agent_token_id) REFERENCES agent_tokens(id) ON DELETE CASCADE,
  constraint workers_kind_check CHECK ((kind = ANY (ARRAY['server'::text, 'worker'::text, 'agent'::text])))
) with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=500, fillfactor=50);

create table workspaces (
  id text not null,
  name text not null,
  created_at timestamp with time zone not null default now(),
  constraint workspaces_pkey PRIMARY KEY (id)
);
