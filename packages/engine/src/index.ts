export { AgentGate } from "./agent-gate.ts";
export { firstUuidOf } from "./duties/id-ranges.ts";
export { createEngine, type Engine, type EngineOptions } from "./engine.ts";
export type { CancelOutcome, CancelRequest } from "./queue/cancel.ts";
export type { ValueKind } from "./queue/large-values.ts";
export type { AgentGrant } from "./queue/lease.ts";
export type {
  EnqueueOutcome,
  JobConcurrency,
  JobSchedule,
  NewIdempotencyKey,
  NewJob,
} from "./queue/new-job.ts";
export type { OutputEnd, OutputPage } from "./queue/read-output.ts";
export {
  type ReferenceReader,
  type ResolvedJson,
  resolveReferences,
} from "./references/resolve.ts";
export {
  type InstanceKey,
  instanceKeyOf,
  KEY_BYTES,
  type ReadInstanceKeys,
} from "./vault/instance-key.ts";
export { neededKeys, requireKeys } from "./vault/required-keys.ts";
export { type RevealedSecret, revealSecret } from "./vault/reveal-secret.ts";
export { rotateKeys } from "./vault/rotate-keys.ts";
export { type Sealed, Vault, variablePlace } from "./vault/vault.ts";
export type { JobEnd, Waiter } from "./wait/waiters.ts";
export type { Watcher } from "./wait/watchers.ts";
export { createWorkerSource, type WorkerSource } from "./worker-source.ts";
