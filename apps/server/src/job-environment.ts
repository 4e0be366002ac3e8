import type { ClaimedJob } from "@getoperate/contract";
import { newJobToken } from "@getoperate/use-cases";

/** Extra time of a job's token behind the job's own limit, milliseconds. */
const JOB_TOKEN_SLACK_MS = 60_000;

export interface JobSecrets {
  readonly jobTokenKey: Uint8Array;
  /** Address under which the job reaches a server. */
  readonly baseUrl: string;
}

/** What a script finds in its environment, under our names and those of Windmill's client. */
export function jobEnvironment(
  job: ClaimedJob,
  { jobTokenKey, baseUrl }: JobSecrets,
): Record<string, string> {
  const token = newJobToken(jobTokenKey, {
    workspace: job.workspace,
    username: job.createdBy,
    jobId: job.id,
    expiresAt: Date.now() + job.timeoutSeconds * 1000 + JOB_TOKEN_SLACK_MS,
  });
  return {
    OPERATE_TOKEN: token,
    OPERATE_BASE_URL: baseUrl,
    OPERATE_WORKSPACE: job.workspace,
    OPERATE_JOB_ID: job.id,
    WM_TOKEN: token,
    WM_WORKSPACE: job.workspace,
    WM_JOB_ID: job.id,
    BASE_URL: baseUrl,
    BASE_INTERNAL_URL: baseUrl,
  };
}
