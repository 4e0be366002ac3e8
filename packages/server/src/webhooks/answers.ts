// Hot path of every webhook: how a started and an ended job is told.
import {
  IDEMPOTENT_REPLAYED_HEADER,
  isFinal,
  JOB_ID_HEADER,
  JOB_STATUS_HEADER,
  type JobStatus,
  type JsonText,
  OperateError,
} from "@getoperate/contract";
import type { AwaitedRun, StartedRun } from "@getoperate/use-cases";
import { toResponse } from "@getoperate/webhook";
import type { HttpContext } from "../http/env.ts";
import { problemResponse } from "../http/problem.ts";
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

export interface Ended {
  readonly workspace: string;
  readonly run: Pick<AwaitedRun, "id" | "status" | "result">;
  readonly errorStatus: number | undefined;
}

/** Shapes a job's end as its script asks; without an end, where and when to look for it. */
export function endedResponse(
  parts: ServerParts,
  context: HttpContext,
  { workspace, run, errorStatus }: Ended,
): Response {
  const { id, status, result } = run;
  if (!isFinal(status) || result === undefined) {
    return pendingResponse(workspace, id, status);
  }
  const shaped = toResponse({ status, result }, { errorStatus });
  const response = shaped.ok
    ? new Response(shaped.value.body === null ? null : bodyOf(shaped.value.body), {
        status: shaped.value.status,
        headers: shaped.value.headers.map(([name, value]): [string, string] => [name, value]),
      })
    : problemResponse(context, new OperateError(shaped.error.code, shaped.error.detail), parts.log);
  response.headers.set(JOB_STATUS_HEADER, status);
  response.headers.set(JOB_ID_HEADER, id);
  return response;
}

function pendingResponse(workspace: string, id: string, status: JobStatus): Response {
  return Response.json(
    { id, status },
    {
      status: 202,
      headers: {
        Location: jobLocation(workspace, id),
        "Retry-After": RETRY_AFTER_SECONDS,
        [JOB_ID_HEADER]: id,
      },
    },
  );
}

function bodyOf(body: JsonText | Uint8Array): string | Buffer<ArrayBuffer> {
  return typeof body === "string" ? body : Buffer.from(body);
}
