export type { AttemptEnd, RunOptions, RunVersion } from "./run-job.ts";
export { Worker, type WorkerOptions } from "./worker.ts";
