import { createHash } from "node:crypto";
import type { JsonText, RequestContext } from "@getoperate/contract";
import type { NewIdempotencyKey, NewJob } from "@getoperate/engine";
import type { Actor } from "../auth/actor.ts";
import type { Platform } from "../platform.ts";
import { concurrencyOf } from "./concurrency-of.ts";
import type { ResolvedVersion } from "./resolve-version.ts";
import type { RunWithId } from "./run.ts";

export interface NewJobParts {
  readonly ctx: RequestContext;
  readonly actor: Actor;
  readonly version: ResolvedVersion;
  readonly request: RunWithId;
  readonly args: JsonText;
}

const DEFAULT_TAG = "default";
const DEFAULT_ATTEMPTS = 3;

/** The job that a request starts: what the caller asks for, then what the script says, then ours. */
export function newJob(platform: Platform, parts: NewJobParts): NewJob {
  const { ctx, actor, version, request, args } = parts;
  const { settings } = version;
  const { options } = request;
  return {
    id: request.id,
    workspace: request.workspace,
    path: version.path,
    hash: version.hash,
    args,
    createdBy: actor.username,
    trigger: ctx.trigger,
    tag: options.tag ?? DEFAULT_TAG,
    priority: options.priority ?? 0,
    timeoutSeconds: timeoutOf(platform, options.timeoutSeconds ?? settings.timeout_seconds),
    preprocess: takesEvent(ctx, version),
    maxAttempts: settings.max_attempts ?? DEFAULT_ATTEMPTS,
    token: actor.token === null ? null : { ...actor.token, role: actor.role },
    label: actor.token?.label ?? null,
    parentId: actor.jobId,
    concurrency: settings.concurrency
      ? concurrencyOf(version.path, settings.concurrency, args)
      : null,
    schedule: options.schedule ?? null,
    isOwnId: options.jobId !== undefined,
    byPath: request.target.kind === "path",
    idempotency: keyOf(request),
  };
}

/** A webhook's request is an event for a script with a preprocessor; typed calls name arguments. */
export function takesEvent({ trigger }: RequestContext, version: ResolvedVersion): boolean {
  return version.hasPreprocessor && trigger === "webhook";
}

function timeoutOf({ settings }: Platform, wanted = settings.jobTimeoutSeconds): number {
  return Math.min(wanted, settings.jobTimeoutLimitSeconds);
}

function keyOf({ target, idempotencyKey: key, fingerprint }: RunWithId): NewIdempotencyKey | null {
  if (key === undefined) {
    return null;
  }
  const name = target.kind === "path" ? target.path : target.hash;
  const requestHash = createHash("sha256").update(fingerprint).digest();
  return { key, route: `${target.kind}/${name}`, requestHash };
}
