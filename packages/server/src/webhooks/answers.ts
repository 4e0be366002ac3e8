// Hot path of every webhook: how a started and an ended job is told.
import {
  IDEMPOTENT_REPLAYED_HEADER,
  isFinal,
  JOB_ID_HEADER,
  JOB_STATUS_HEADER,
  type JobStatus,
  OperateError,
} from "@getoperate/contract";
import type { JobStanding, StartedRun } from "@getoperate/use-cases";
import { toResponse } from "@getoperate/webhook";
import type { Answer } from "../http/answer.ts";
import type { HttpContext } from "../http/env.ts";
import { problemAnswer } from "../http/problem.ts";
import type { RequestFacts } from "../http/request-facts.ts";
import type { ServerParts } from "../options.ts";

/** Seconds after which a caller that was not answered in time may ask for the result. */
const RETRY_AFTER_SECONDS = "1";

/** Where a job is found, relative to the server. */
function jobLocation(workspace: string, id: string): string {
  return `/api/w/${workspace}/jobs/${id}`;
}

/** The id of a job that was committed, as text or as the caller accepts it. */
export function startedResponse(
  context: HttpContext,
  workspace: string,
  { id, replayed }: StartedRun,
): Response {
  const asJson = context.req.header("accept")?.includes("application/json") === true;
  return new Response(asJson ? JSON.stringify({ id }) : id, {
    status: 201,
    headers: {
      "Content-Type": asJson ? "application/json" : "text/plain; charset=utf-8",
      Location: jobLocation(workspace, id),
      [JOB_ID_HEADER]: id,
      ...(replayed ? { [IDEMPOTENT_REPLAYED_HEADER]: "true" } : {}),
    },
  });
}

/** What was asked for by the request whose job ended. */
export interface AskedEnd {
  readonly workspace: string;
  readonly errorStatus: number | undefined;
  readonly facts: RequestFacts;
}

/** Shapes a job's end as its script asks; without an end, where and when to look for it. */
export function endedAnswer(
  { log }: ServerParts,
  { id, status, result }: JobStanding,
  { workspace, errorStatus, facts }: AskedEnd,
): Answer {
  if (!isFinal(status) || result === undefined) {
    return pendingAnswer(workspace, id, status);
  }
  const shaped = toResponse({ status, result }, { errorStatus });
  const answer = shaped.ok
    ? { ...shaped.value, headers: toHeaders(shaped.value.headers) }
    : problemAnswer(new OperateError(shaped.error.code, shaped.error.detail), facts, log);
  answer.headers.set(JOB_STATUS_HEADER, status);
  answer.headers.set(JOB_ID_HEADER, id);
  return answer;
}

function pendingAnswer(workspace: string, id: string, status: JobStatus): Answer {
  const headers = new Headers({
    "Content-Type": "application/json",
    Location: jobLocation(workspace, id),
    "Retry-After": RETRY_AFTER_SECONDS,
    [JOB_ID_HEADER]: id,
  });
  return { status: 202, headers, body: JSON.stringify({ id, status }) };
}

function toHeaders(pairs: readonly (readonly [name: string, value: string])[]): Headers {
  return new Headers(pairs.map(([name, value]): [string, string] => [name, value]));
}
