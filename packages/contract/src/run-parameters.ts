import { z } from "zod";

/** Words in the query of a run route that are settings and not arguments. */
export const RUN_QUERY = {
  payload: "Arguments as JSON, base64 encoded (standard or URL-safe); for `GET`",
  include_query: "Names of query values to take as arguments, separated by commas",
  include_header: "Names of headers to take as arguments, separated by commas",
  raw: "`true`: the body as sent becomes the argument `raw_string`",
  wrap_body: "`true`: the body becomes the argument `body` even if it is an object",
  error_status: "Status of the answer when the script throws, 400 to 599, instead of 200",
  scheduled_for: "Not to start before this time, RFC 3339; on async routes",
  scheduled_in_secs: "Not to start before so many seconds have passed; on async routes",
  tag: "Which workers may run the job",
  priority: "0 to 100; higher ones start earlier",
  timeout: "Longest run of the job, seconds; at most what the instance allows",
  job_id: "UUID of the new job; 409 if it is taken",
  token: "The bearer token, where no header can be set",
} as const;

/** Headers of ours on run routes. */
export const JOB_STATUS_HEADER = "X-Job-Status";
export const JOB_ID_HEADER = "X-Job-Id";
export const REQUEST_ID_HEADER = "X-Request-Id";
export const IDEMPOTENCY_KEY_HEADER = "Idempotency-Key";
export const IDEMPOTENT_REPLAYED_HEADER = "Idempotent-Replayed";
export const PREFERENCE_APPLIED_HEADER = "Preference-Applied";

/** Key that names one intention of a caller, so that a repeated request runs nothing twice. */
export const IdempotencyKey = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[\x21-\x7e]+$/, "must be visible ASCII characters")
  .describe("Kept for 24 hours: the same key and request give the same job again");

/** Longest time ahead that a job may be scheduled, seconds: about thirty years. */
export const MAX_DELAY_SECONDS = 999_999_999;

/** Name of a group of workers. */
export const Tag = z
  .string()
  .regex(/^[A-Za-z0-9_.:-]{1,63}$/, "must be 1 to 63 letters, digits, _, ., : or -")
  .describe("Which workers may run the job; `default` unless given");

export const Priority = z
  .int()
  .min(0)
  .max(100)
  .describe("Higher ones start earlier; 0 unless given");

export const TimeoutSeconds = z
  .int()
  .min(1)
  .max(MAX_DELAY_SECONDS)
  .describe("Longest run of the job, seconds; at most what the instance allows");

/** Status a caller or a runnable asks for when a script throws. */
export const ErrorStatus = z
  .int()
  .min(400)
  .max(599)
  .describe("HTTP status of a sync answer when the script throws; 200 unless given");
