// Written by `npm run generate`; not to be edited.

import type { ColumnType } from "kysely";

export type Generated<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S, I | undefined, U>
  : ColumnType<T, T | undefined, T>;

export type Int8 = ColumnType<string, bigint | number | string, bigint | number | string>;

export type Json = JsonValue;

export type JsonArray = JsonValue[];

export type JsonObject = {
  [x: string]: JsonValue | undefined;
};

export type JsonPrimitive = boolean | number | string | null;

export type JsonValue = JsonArray | JsonObject | JsonPrimitive;

export type Timestamp = ColumnType<Date, Date | string, Date | string>;

export interface AgentTokens {
  created_at: Generated<Timestamp>;
  created_by: string;
  expires_at: Timestamp | null;
  hash: Buffer;
  id: string;
  label: string | null;
  last_used_at: Timestamp | null;
  prefix: string;
  tags: string[];
  workspace_id: string | null;
}

export interface DataKeys {
  created_at: Generated<Timestamp>;
  id: string;
  workspace_id: string;
  wrapped: Buffer;
  wrapped_by: string;
}

export interface IdempotencyKeys {
  created_at: Generated<Timestamp>;
  job_id: string;
  key: string;
  owner: string;
  request_hash: Buffer;
  route: string;
  workspace_id: string;
}

export interface InstanceKeys {
  created_at: Generated<Timestamp>;
  name: string;
  secret: Buffer;
}

export interface JobLimited {
  attempt: number;
  concurrency_key: string;
  concurrency_limit: number;
  id: string;
  priority: number;
  tag: string;
  workspace_id: string;
}

export interface JobLogs {
  attempt: number;
  content: string;
  job_id: string;
  kind: string;
  sequence: number;
}

export interface JobReady {
  attempt: number;
  concurrency_key: string | null;
  id: string;
  priority: number;
  tag: string;
  turn: Generated<Int8>;
  workspace_id: string;
}

export interface JobResults {
  attempt: number;
  cancel_at: Timestamp | null;
  cancel_by: string | null;
  cancel_reason: string | null;
  completed_at: Generated<Timestamp>;
  duration_ms: number | null;
  id: string;
  result: string | null;
  started_at: Timestamp | null;
  status: string;
  worker: string | null;
  workspace_id: string;
}

export interface JobRunning {
  agent_output_bytes: Generated<Int8>;
  attempt: number;
  cancel_at: Timestamp | null;
  cancel_by: string | null;
  cancel_reason: string | null;
  concurrency_key: string | null;
  id: string;
  progress: number | null;
  started_at: Generated<Timestamp>;
  worker_id: string;
  workspace_id: string;
}

export interface Jobs {
  args: string | null;
  concurrency_key: string | null;
  concurrency_limit: number | null;
  created_at: Generated<Timestamp>;
  created_by: string;
  hash: string;
  id: string;
  label: string | null;
  max_attempts: number;
  parent_id: string | null;
  path: string;
  preprocess: boolean;
  priority: number;
  scheduled_for: Timestamp | null;
  tag: string;
  timeout_seconds: number;
  token_id: string | null;
  token_prefix: string | null;
  trigger: string;
  workspace_id: string;
}

export interface JobScheduled {
  id: string;
  priority: number;
  run_at: Timestamp;
  tag: string;
  workspace_id: string;
}

export interface JobSecrets {
  attempt: number;
  id: string;
  is_masked: Generated<boolean>;
  job_id: string;
  key_id: string;
  mark: Buffer;
  sealed: Buffer;
  workspace_id: string;
}

export interface JobValues {
  content: Buffer;
  job_id: string;
  kind: string;
}

export interface Members {
  created_at: Generated<Timestamp>;
  role: string;
  username: string;
  workspace_id: string;
}

export interface Resources {
  created_at: Generated<Timestamp>;
  created_by: string;
  description: string;
  path: string;
  resource_type: string;
  updated_at: Generated<Timestamp>;
  value: string;
  workspace_id: string;
}

export interface Scripts {
  archived_at: Timestamp | null;
  head_hash: string;
  head_number: number;
  path: string;
  workspace_id: string;
}

export interface ScriptStates {
  path: string;
  updated_at: Generated<Timestamp>;
  value: string;
  workspace_id: string;
}

export interface ScriptVersions {
  content: string;
  created_at: Generated<Timestamp>;
  created_by: string;
  description: string;
  has_preprocessor: boolean;
  hash: string;
  language: string;
  number: number;
  parameters: Json;
  path: string;
  result_schema: string;
  schema: string;
  settings: Json;
  summary: string;
  warnings: Json;
  workspace_id: string;
}

export interface Tokens {
  created_at: Generated<Timestamp>;
  expires_at: Timestamp | null;
  hash: Buffer;
  id: string;
  label: string | null;
  last_used_at: Timestamp | null;
  owner: string;
  prefix: string;
  scopes: string[] | null;
  workspace_id: string;
}

export interface Users {
  created_at: Generated<Timestamp>;
  is_instance_admin: Generated<boolean>;
  username: string;
}

export interface Variables {
  created_at: Generated<Timestamp>;
  created_by: string;
  description: string;
  key_id: string | null;
  path: string;
  sealed: Buffer | null;
  updated_at: Generated<Timestamp>;
  value: string | null;
  workspace_id: string;
}

export interface Workers {
  agent_token_id: string | null;
  heartbeat_at: Generated<Timestamp>;
  id: string;
  kind: string;
  lease_seconds: number;
  name: string;
  slots: number;
  started_at: Generated<Timestamp>;
  tags: string[];
  version: string;
  workspace_id: string | null;
}

export interface Workspaces {
  created_at: Generated<Timestamp>;
  id: string;
  name: string;
}

export interface DB {
  agent_tokens: AgentTokens;
  data_keys: DataKeys;
  idempotency_keys: IdempotencyKeys;
  instance_keys: InstanceKeys;
  job_limited: JobLimited;
  job_logs: JobLogs;
  job_ready: JobReady;
  job_results: JobResults;
  job_running: JobRunning;
  job_scheduled: JobScheduled;
  job_secrets: JobSecrets;
  job_values: JobValues;
  jobs: Jobs;
  members: Members;
  resources: Resources;
  script_states: ScriptStates;
  script_versions: ScriptVersions;
  scripts: Scripts;
  tokens: Tokens;
  users: Users;
  variables: Variables;
  workers: Workers;
  workspaces: Workspaces;
}
