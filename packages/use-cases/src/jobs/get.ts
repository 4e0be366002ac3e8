import { isFinal, type Job, type JobResult, type JsonText } from "@getoperate/contract";
import { reading } from "@getoperate/db";
import { z } from "zod";
import type { Platform } from "../platform.ts";
import { awaitEnd, type JobStanding } from "./await-end.ts";
import { logsTail } from "./logs.ts";
import { type JobCall, type JobRow, readableJob, toSummary } from "./read.ts";
import { wholeValue } from "./whole-value.ts";

const Args = z.record(z.string(), z.unknown());

/** A job with arguments, result and the end of its logs. */
export async function getJob(platform: Platform, call: JobCall): Promise<Job> {
  const { job } = await readableJob(platform, call);
  const args = await wholeValue(platform, { jobId: job.id, kind: "args", stored: job.args });
  const summary = toSummary(job);
  return {
    ...summary,
    waiting: summary.status === "queued" ? await waitingOf(platform, job.id) : null,
    args: Args.parse(JSON.parse(args)),
    ...resultOf(await storedResult(platform, job)),
    progress: job.progress,
    logs_tail: await logsTail(platform, job.id),
    cancel: cancelOf(job),
  };
}

/** Null also where it began to run between the two looks. */
async function waitingOf({ engine }: Platform, jobId: string): Promise<Job["waiting"]> {
  return (await reading(() => engine.whyWaiting(jobId))) ?? null;
}

function cancelOf({ cancel_by, cancel_reason, cancel_at }: JobRow): Job["cancel"] {
  return cancel_by === null || cancel_at === null
    ? null
    : { by: cancel_by, reason: cancel_reason, at: cancel_at.toISOString() };
}

function resultOf(result: JsonText | undefined): { result?: unknown } {
  return result === undefined ? {} : { result: JSON.parse(result) };
}

async function storedResult(platform: Platform, job: JobRow): Promise<JsonText | undefined> {
  return isFinal(toSummary(job).status)
    ? wholeValue(platform, { jobId: job.id, kind: "result", stored: job.result })
    : undefined;
}

/** How a job stands, after waiting for its end at most `wait` seconds. */
export async function jobStanding(
  platform: Platform,
  call: JobCall & { readonly input: { readonly wait?: number | undefined } },
): Promise<JobStanding> {
  const waitMs = (call.input.wait ?? 0) * 1000;
  using waiter = platform.engine.waitFor(call.input.id);
  const { job } = await readableJob(platform, call);
  const { id, status } = toSummary(job);
  if (isFinal(status) || waitMs === 0) {
    return { id, status, result: await storedResult(platform, job) };
  }
  return await awaitEnd(waiter, { id, waitMs, otherwise: status }, { platform, ctx: call.ctx });
}

/** The same with the result as a value, for typed callers. */
export async function getJobResult(
  platform: Platform,
  call: JobCall & { readonly input: { readonly wait?: number | undefined } },
): Promise<JobResult> {
  return toJobResult(await jobStanding(platform, call));
}

export function toJobResult({ id, status, result }: JobStanding): JobResult {
  return { id, status, ...resultOf(result) };
}
