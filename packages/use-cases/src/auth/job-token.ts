import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import type { ClaimedJob } from "@getoperate/contract";
import { z } from "zod";

/** The start of tokens that jobs get. */
export const JOB_TOKEN_START = "gop_job_";

const Claims = z.object({ w: z.string(), u: z.string(), j: z.string(), e: z.number() });

export interface JobTokenClaims {
  readonly workspace: string;
  readonly username: string;
  readonly jobId: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/**
 * Makes the token a job runs with. It is signed and not stored, so that starting a job costs no
 * write; it is good only while its job runs.
 */
function newJobToken(key: Uint8Array, claims: JobTokenClaims): string {
  const { workspace: w, username: u, jobId: j, expiresAt: e } = claims;
  const payload = Buffer.from(JSON.stringify({ w, u, j, e })).toString("base64url");
  return `${JOB_TOKEN_START}${payload}.${sign(key, payload)}`;
}

/** Extra time of a job's token behind the job's own limit, milliseconds. */
const SLACK_MS = 60_000;

/** The token of a job that begins to run now. */
export function newTokenOfJob(
  { jobTokenKey }: { readonly jobTokenKey: Uint8Array },
  job: ClaimedJob,
): string {
  return newJobToken(jobTokenKey, {
    workspace: job.workspace,
    username: job.createdBy,
    jobId: job.id,
    expiresAt: Date.now() + job.timeoutSeconds * 1000 + SLACK_MS,
  });
}

/** Reads a job's token; undefined if it is not one of ours or has expired. */
export function readJobToken(key: Uint8Array, token: string): JobTokenClaims | undefined {
  const [payload = "", signature = ""] = token.slice(JOB_TOKEN_START.length).split(".");
  const expected = Buffer.from(sign(key, payload));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return undefined;
  }
  const { w, u, j, e } = Claims.parse(JSON.parse(Buffer.from(payload, "base64url").toString()));
  return e < Date.now() ? undefined : { workspace: w, username: u, jobId: j, expiresAt: e };
}

/** Made once a key: to make it of bytes takes several times as long as to sign with it. */
const keyObjects = new WeakMap<Uint8Array, KeyObject>();

function sign(key: Uint8Array, payload: string): string {
  const keyObject = keyObjects.get(key) ?? createSecretKey(key);
  keyObjects.set(key, keyObject);
  return createHmac("sha256", keyObject).update(payload).digest("base64url");
}
