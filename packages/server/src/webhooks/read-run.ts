// Hot path of every webhook: what a request asks for.
import {
  IDEMPOTENCY_KEY_HEADER,
  IdempotencyKey,
  RunnablePath,
  VersionHash,
  WorkspaceId,
} from "@getoperate/contract";
import {
  type RunOptions,
  type RunRequest,
  type RunTarget,
  scheduleOf,
} from "@getoperate/use-cases";
import {
  type EventAddress,
  parseRunQuery,
  type RunSettings,
  toArguments,
  toEvent,
} from "@getoperate/webhook";
import type { HttpContext } from "../http/env.ts";
import { orThrow } from "../http/or-throw.ts";
import { parseValue } from "../http/parse.ts";
import { readBody } from "../http/read-body.ts";
import type { ServerParts } from "../options.ts";

export interface ReadRun {
  readonly request: RunRequest;
  readonly settings: RunSettings;
  /** Not part of the request yet: a call that waits may not ask for it. */
  readonly schedule: RunOptions["schedule"];
}

const NOTHING = new Uint8Array(0);

/** Reads a run route's request, body and all. Throws what is wrong with it. */
export async function readRun(parts: ServerParts, context: HttpContext): Promise<ReadRun> {
  const { method, url, raw } = context.req;
  const { bodyLimitBytes, includeHeaders } = parts.settings;
  const { workspace, target } = readTarget(context);
  const queryStart = url.indexOf("?");
  const settings = orThrow(parseRunQuery(queryStart === -1 ? "" : url.slice(queryStart + 1)));
  const key = context.req.header(IDEMPOTENCY_KEY_HEADER);
  const idempotencyKey =
    key === undefined ? undefined : parseValue(IdempotencyKey, IDEMPOTENCY_KEY_HEADER, key);
  const schedule = scheduleOf(settings.scheduledFor, settings.scheduledInSeconds);
  const body = method === "GET" ? NOTHING : await readBody(context.env.incoming, bodyLimitBytes);
  const sent = { method, headers: raw.headers, body };
  const { tag, priority, timeoutSeconds, jobId } = settings;
  const request: RunRequest = {
    workspace,
    target,
    argumentsFor: ({ hasPreprocessor }) =>
      orThrow(
        hasPreprocessor
          ? toEvent(sent, settings, addressOf(url))
          : toArguments(sent, settings, includeHeaders),
      ),
    idempotencyKey,
    fingerprint: method === "GET" ? (settings.payload ?? "") : body,
    options: { tag, priority, timeoutSeconds, jobId },
  };
  return { request, settings, schedule };
}

function addressOf(url: string): EventAddress {
  const { pathname, search } = new URL(url);
  return { path: pathname, query: search };
}

/** What a run route's address names. */
export function readTarget(context: HttpContext): Pick<RunRequest, "workspace" | "target"> {
  const workspace = parseValue(WorkspaceId, "workspace", context.req.param("workspace"));
  return { workspace, target: targetOf(context) };
}

function targetOf(context: HttpContext): RunTarget {
  const { path, hash } = context.req.param();
  if (hash !== undefined) {
    return { kind: "hash", hash: parseValue(VersionHash, "hash", hash) };
  }
  return { kind: "path", path: parseValue(RunnablePath, "path", path) };
}
