export type { BoundPaths } from "./bound-paths.ts";
export type { CallOptions, RunOptions } from "./call-options.ts";
export { type ClientOptions, createClient, type OperateClient } from "./create-client.ts";
export {
  type ApiErrorCode,
  type ErrorCode,
  type Fault,
  JobFailedError,
  OperateApiError,
  OperateConnectionError,
  OperateTimeoutError,
  type ScriptError,
} from "./errors.ts";
export type { components, paths } from "./generated/openapi.ts";
export type { Job } from "./jobs/get-job.ts";
export type { JobEvent } from "./jobs/run-and-stream.ts";
export type { RunTarget } from "./jobs/target.ts";
export type { ConnectionOptions } from "./options.ts";
export type { RestClient } from "./rest.ts";
export { type RestAnswer, unwrap } from "./unwrap.ts";
