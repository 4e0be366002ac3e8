export { firstUuidOf } from "./duties/id-ranges.ts";
export { createEngine, type Engine, type EngineOptions } from "./engine.ts";
export type { CancelOutcome, CancelRequest } from "./queue/cancel.ts";
export type { EnqueueOutcome, JobSchedule, NewIdempotencyKey, NewJob } from "./queue/enqueue.ts";
export { HEARTBEAT_SECONDS, LEASE_SECONDS } from "./queue/lease.ts";
export type { OutputEnd, OutputPage } from "./queue/read-output.ts";
export { SqlJobSource } from "./sql-job-source.ts";
export type { JobEnd, Waiter } from "./wait/waiters.ts";
export type { Watcher } from "./wait/watchers.ts";
