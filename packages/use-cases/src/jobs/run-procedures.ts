import type {
  Call,
  JobResult,
  RunByHashAndWaitInput,
  RunByHashInput,
  RunByPathAndWaitInput,
  RunByPathInput,
} from "@getoperate/contract";
import type { z } from "zod";
import type { Platform } from "../platform.ts";
import { toJobResult } from "./get.ts";
import type { RunTarget } from "./resolve-version.ts";
import { type RunRequest, runAndAwait, startRun } from "./run.ts";
import { scheduleOf } from "./schedule-of.ts";

interface RunInput {
  readonly workspace: string;
  readonly args: Record<string, unknown>;
  readonly idempotency_key?: string | undefined;
  readonly tag?: string | undefined;
  readonly priority?: number | undefined;
  readonly timeout?: number | undefined;
  readonly job_id?: string | undefined;
  readonly scheduled_for?: string | undefined;
  readonly scheduled_in_secs?: number | undefined;
}

function requestOf(input: RunInput, target: RunTarget): RunRequest {
  const args = JSON.stringify(input.args);
  return {
    workspace: input.workspace,
    target,
    argumentsFor: () => args,
    fingerprint: args,
    idempotencyKey: input.idempotency_key,
    options: {
      tag: input.tag,
      priority: input.priority,
      timeoutSeconds: input.timeout,
      jobId: input.job_id,
      schedule: scheduleOf(input.scheduled_for, input.scheduled_in_secs),
    },
  };
}

async function startTyped(platform: Platform, call: Call<RunInput>, target: RunTarget) {
  const { id } = await startRun(platform, call.ctx, requestOf(call.input, target));
  return { id };
}

async function runTyped(
  platform: Platform,
  call: Call<RunInput & { readonly wait?: number | undefined }>,
  target: RunTarget,
): Promise<JobResult> {
  const waitMs = (call.input.wait ?? platform.settings.syncTimeoutSeconds) * 1000;
  const request = { ...requestOf(call.input, target), waitMs };
  const { ended } = await runAndAwait(platform, call.ctx, request);
  return toJobResult(await ended);
}

/** Runs the newest version of a path; answers with the job's id. */
export function runByPath(platform: Platform, call: Call<z.output<typeof RunByPathInput>>) {
  return startTyped(platform, call, { kind: "path", path: call.input.path });
}

/** Runs exactly one version; answers with the job's id. */
export function runByHash(platform: Platform, call: Call<z.output<typeof RunByHashInput>>) {
  return startTyped(platform, call, { kind: "hash", hash: call.input.hash });
}

export function runByPathAndWait(
  platform: Platform,
  call: Call<z.output<typeof RunByPathAndWaitInput>>,
) {
  return runTyped(platform, call, { kind: "path", path: call.input.path });
}

export function runByHashAndWait(
  platform: Platform,
  call: Call<z.output<typeof RunByHashAndWaitInput>>,
) {
  return runTyped(platform, call, { kind: "hash", hash: call.input.hash });
}
