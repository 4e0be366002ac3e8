import type { ClaimedJob } from "@getoperate/contract";

export interface JobAccess {
  /** The job's own. */
  readonly token: string;
  /** Address under which the job reaches a server. */
  readonly baseUrl: string;
}

/** What a script finds in its environment, under our names and those of Windmill's client. */
export function jobEnvironment(
  job: ClaimedJob,
  { token, baseUrl }: JobAccess,
): Record<string, string> {
  return {
    OPERATE_TOKEN: token,
    OPERATE_BASE_URL: baseUrl,
    OPERATE_WORKSPACE: job.workspace,
    OPERATE_JOB_ID: job.id,
    OPERATE_JOB_PATH: job.path,
    OPERATE_STATE_PATH: job.path,
    OPERATE_USERNAME: job.createdBy,
    WM_TOKEN: token,
    WM_WORKSPACE: job.workspace,
    WM_JOB_ID: job.id,
    WM_JOB_PATH: job.path,
    WM_STATE_PATH: job.path,
    WM_OBJECT_PATH: job.path,
    WM_USERNAME: job.createdBy,
    WM_PERMISSIONED_AS: `u/${job.createdBy}`,
    BASE_URL: baseUrl,
    BASE_INTERNAL_URL: baseUrl,
    WM_BASE_URL: baseUrl,
  };
}
