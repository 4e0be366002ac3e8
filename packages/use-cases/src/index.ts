export { appendAgentOutput } from "./agents/append-output.ts";
export { awaitAgentNews } from "./agents/await-news.ts";
export { maxAgentBodyBytes } from "./agents/bounds.ts";
export { exchangeWithAgent } from "./agents/exchange.ts";
export { giveBackFromAgent } from "./agents/give-back.ts";
export { agentHeartbeat } from "./agents/heartbeat.ts";
export { loadAgentArguments } from "./agents/load-arguments.ts";
export { loadAgentVersion } from "./agents/load-version.ts";
export { registerAgent } from "./agents/register.ts";
export { releaseAgent } from "./agents/release.ts";
export { resolveAgentArguments } from "./agents/resolve-arguments.ts";
export { agentSecretsToMask } from "./agents/secrets-to-mask.ts";
export { authenticate, authenticateRemembered } from "./auth/authenticate.ts";
export {
  type AgentGrant,
  type AgentWorker,
  authenticateAgent,
  authenticateAgentWorker,
} from "./auth/authenticate-agent.ts";
export { newTokenOfJob } from "./auth/job-token.ts";
export { TokenUse } from "./auth/token-use.ts";
export { createHandlers } from "./handlers.ts";
export type { JobStanding } from "./jobs/await-end.ts";
export type { StreamedEvent } from "./jobs/events-after.ts";
export { jobStanding } from "./jobs/get.ts";
export { type JobStream, jobEvents } from "./jobs/job-events.ts";
export { jobLogs } from "./jobs/logs.ts";
export type { RunTarget } from "./jobs/resolve-version.ts";
export {
  type PendingRun,
  type RunOptions,
  type RunRequest,
  runAndAwait,
  type StartedRun,
  startRun,
} from "./jobs/run.ts";
export { resumeRun, runAndStream, type StreamedRun } from "./jobs/run-and-stream.ts";
export { scheduleOf } from "./jobs/schedule-of.ts";
export { createMemory, type Memory } from "./memory.ts";
export { OneTimeSignal } from "./one-time-signal.ts";
export type {
  InferSignature,
  Platform,
  PlatformSettings,
  ScriptFault,
  SignatureAnswer,
} from "./platform.ts";
export {
  FIRST_USER,
  FIRST_WORKSPACE,
  type FirstStart,
  prepareInstance,
} from "./setup/first-start.ts";
export { type PreparedInstance, preparedInstance } from "./setup/prepared-instance.ts";
