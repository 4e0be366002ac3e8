export { HttpsJobSource } from "./https-job-source.ts";
export type { AttemptEnd, RunOptions, RunVersion } from "./run-job.ts";
export { Worker, type WorkerOptions } from "./worker.ts";
