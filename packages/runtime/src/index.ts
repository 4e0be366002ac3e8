export type { ScriptFault, SignatureAnswer } from "./executor.ts";
export type { InferenceSettings } from "./executors.ts";
export { findPython } from "./python/find-python.ts";
export type { TimedOutcome } from "./runner/pool.ts";
export type { RunnerJob, RunOptions } from "./runner/runner-job.ts";
export {
  createInference,
  createRuntime,
  type Runtime,
  type RuntimeOptions,
  type SignatureInference,
} from "./runtime.ts";
export { type EgressRule, isLoopbackRule, parseEgressRules } from "./sandbox/egress-rule.ts";
export type { Egress } from "./sandbox/network.ts";
export { type Sandbox, SandboxError } from "./sandbox/sandbox.ts";
export { HOST_ALIAS } from "./sandbox/user-network.ts";
export { findDeno } from "./typescript/deno.ts";
