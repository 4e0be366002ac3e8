// Hot path of every webhook: request → arguments → job → result → response.
import {
  IDEMPOTENCY_KEY_HEADER,
  IDEMPOTENT_REPLAYED_HEADER,
  IdempotencyKey,
  isFinal,
  JOB_ID_HEADER,
  JOB_STATUS_HEADER,
  type JobStatus,
  type JsonText,
  OperateError,
  RunnablePath,
  VersionHash,
  WorkspaceId,
} from "@getoperate/contract";
import {
  type AwaitedRun,
  type RunRequest,
  type RunTarget,
  runAndWait,
  scheduleOf,
  startRun,
} from "@getoperate/use-cases";
import {
  type Fallible,
  parsePrefer,
  parseRunQuery,
  type RunSettings,
  toArguments,
  toResponse,
} from "@getoperate/webhook";
import { type HttpContext, requestContext } from "../http/env.ts";
import { parseValue } from "../http/parse.ts";
import { problemResponse } from "../http/problem.ts";
import { readBody } from "../http/read-body.ts";
import type { ServerParts } from "../options.ts";

/** Seconds after which a caller that was not answered in time may ask for the result. */
const RETRY_AFTER_SECONDS = "1";

/** Answers with the job's uuid as soon as it is committed. */
export async function runAsync(parts: ServerParts, context: HttpContext): Promise<Response> {
  const { request, settings } = await readRun(parts, context);
  return startedResponse(parts, context, scheduled(request, settings));
}

/** Answers with what the script returned, or at the deadline with where it will be found. */
export async function runAndAnswer(parts: ServerParts, context: HttpContext): Promise<Response> {
  if (context.req.method === "HEAD") {
    return new Response(null, { status: 200 });
  }
  const { request, settings } = await readRun(parts, context);
  const prefer = parsePrefer(context.req.header("prefer"));
  if (prefer.respondAsync) {
    return startedResponse(parts, context, scheduled(request, settings));
  }
  refuseSchedule(settings);
  const longest = parts.platform.settings.syncTimeoutSeconds;
  const waitMs = Math.min(prefer.waitSeconds ?? longest, longest) * 1000;
  const ctx = requestContext(context, { trigger: "webhook", fromQuery: true });
  const run = await runAndWait(parts.platform, ctx, { ...request, waitMs });
  const response = endedResponse(parts, context, {
    run,
    errorStatus: settings.errorStatus ?? run.errorStatus,
  });
  if (run.replayed) {
    response.headers.set(IDEMPOTENT_REPLAYED_HEADER, "true");
  }
  return response;
}

interface ReadRun {
  readonly request: RunRequest;
  readonly settings: RunSettings;
}

async function readRun(parts: ServerParts, context: HttpContext): Promise<ReadRun> {
  const { method, url, raw } = context.req;
  const target = targetOf(context);
  const queryStart = url.indexOf("?");
  const settings = valueOf(parseRunQuery(queryStart === -1 ? "" : url.slice(queryStart + 1)));
  const body =
    method === "GET"
      ? new Uint8Array(0)
      : await readBody(context.env.incoming, parts.settings.bodyLimitBytes);
  const args = valueOf(
    toArguments({ method, headers: raw.headers, body }, settings, parts.settings.includeHeaders),
  );
  const key = context.req.header(IDEMPOTENCY_KEY_HEADER);
  const request = {
    workspace: parseValue(WorkspaceId, "workspace", context.req.param("workspace")),
    target,
    args,
    idempotencyKey:
      key === undefined ? undefined : parseValue(IdempotencyKey, IDEMPOTENCY_KEY_HEADER, key),
    options: {
      tag: settings.tag,
      priority: settings.priority,
      timeoutSeconds: settings.timeoutSeconds,
      jobId: settings.jobId,
    },
  };
  return { request, settings };
}

function scheduled(request: RunRequest, settings: RunSettings): RunRequest {
  const schedule = scheduleOf(settings.scheduledFor, settings.scheduledInSeconds);
  return { ...request, options: { ...request.options, schedule } };
}

/** Nobody waits for a job that may start tomorrow. */
function refuseSchedule({ scheduledFor, scheduledInSeconds }: RunSettings): void {
  if (scheduledFor !== undefined || scheduledInSeconds !== undefined) {
    const pointer = scheduledFor === undefined ? "/scheduled_in_secs" : "/scheduled_for";
    const detail = "goes with async routes only; use jobs/run or Prefer: respond-async";
    throw new OperateError("invalid-input", `${pointer}: ${detail}`, {
      errors: [{ pointer, detail }],
    });
  }
}

function targetOf(context: HttpContext): RunTarget {
  const { path, hash } = context.req.param();
  if (hash !== undefined) {
    return { kind: "hash", hash: parseValue(VersionHash, "hash", hash) };
  }
  return { kind: "path", path: parseValue(RunnablePath, "path", path) };
}

function valueOf<Value>(fallible: Fallible<Value>): Value {
  if (fallible.ok) {
    return fallible.value;
  }
  const { code, detail, errors } = fallible.error;
  throw new OperateError(code, detail, errors === undefined ? {} : { errors });
}

async function startedResponse(
  parts: ServerParts,
  context: HttpContext,
  request: RunRequest,
): Promise<Response> {
  const ctx = requestContext(context, { trigger: "webhook", fromQuery: true });
  const { id, replayed } = await startRun(parts.platform, ctx, request);
  const asJson = context.req.header("accept")?.includes("application/json") === true;
  return new Response(asJson ? JSON.stringify({ id }) : id, {
    status: 201,
    headers: {
      "Content-Type": asJson ? "application/json" : "text/plain; charset=utf-8",
      Location: jobLocation(request.workspace, id),
      ...(replayed ? { [IDEMPOTENT_REPLAYED_HEADER]: "true" } : {}),
    },
  });
}

/** Where a job is found, relative to the server. */
export function jobLocation(workspace: string, id: string): string {
  return `/api/w/${workspace}/jobs/${id}`;
}

interface Ended {
  readonly run: Pick<AwaitedRun, "id" | "status" | "result">;
  readonly errorStatus: number | undefined;
}

/** Shapes a job's end as its script asks; without an end, where and when to look for it. */
export function endedResponse(
  parts: ServerParts,
  context: HttpContext,
  { run, errorStatus }: Ended,
): Response {
  const { id, status, result } = run;
  if (!isFinal(status) || result === undefined) {
    return pendingResponse(context, id, status);
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

function pendingResponse(context: HttpContext, id: string, status: JobStatus): Response {
  const workspace = parseValue(WorkspaceId, "workspace", context.req.param("workspace"));
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
