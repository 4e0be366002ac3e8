// Hot path of every run, and the one door: webhooks, REST and tRPC start a job here and nowhere
// else. Who asks and what runs comes from memory; the commit checks both again.
import {
  covers,
  isWebhookSpecific,
  type JsonText,
  mayHaveReferences,
  maySee,
  OperateError,
  type RequestContext,
  type ScriptSettings,
} from "@getoperate/contract";
import { reading } from "@getoperate/db";
import type { JobSchedule, Waiter } from "@getoperate/engine";
import { v7 as uuidv7 } from "uuid";
import type { Actor } from "../auth/actor.ts";
import { authenticateRemembered, forgetActor } from "../auth/authenticate.ts";
import { forbidden, requireWorkspace } from "../auth/require-scope.ts";
import { storedRun } from "../idempotency/stored-run.ts";
import type { Platform } from "../platform.ts";
import { noScript, noVersion } from "../scripts/get.ts";
import { type AwaitedJob, awaitEnd, type JobStanding } from "./await-end.ts";
import { checkedReferences } from "./checked-references.ts";
import type { WaitingCaller } from "./end-within.ts";
import { cancelOnHangUp } from "./hang-up.ts";
import { newJob, takesEvent } from "./new-job.ts";
import {
  forgetHead,
  type ResolvedVersion,
  type RunTarget,
  resolveVersion,
} from "./resolve-version.ts";

export interface RunRequest {
  readonly workspace: string;
  readonly target: RunTarget;
  /**
   * The arguments, or the event where the version has a preprocessor, as a JSON object; asked for
   * once it is known what runs and that the caller may run it. Throws what is wrong with the body.
   */
  readonly argumentsFor: (version: ResolvedVersion) => JsonText;
  readonly idempotencyKey: string | undefined;
  /** Its body as sent: what a request with the same key must have too. */
  readonly fingerprint: string | Uint8Array;
  readonly options: RunOptions;
}

/** What a caller may ask of one run; what is left out is as the script and the instance say. */
export interface RunOptions {
  readonly tag?: string | undefined;
  readonly priority?: number | undefined;
  /** Cut to what the instance allows. */
  readonly timeoutSeconds?: number | undefined;
  /** Id of the new job; `conflict` if there is a job of it. */
  readonly jobId?: string | undefined;
  readonly schedule?: JobSchedule | undefined;
}

export interface StartedRun {
  readonly id: string;
  /** Whether an earlier request with the same key started it. */
  readonly replayed: boolean;
  /** Those of the version that runs. */
  readonly settings: ScriptSettings;
}

/** A run that somebody waits for. */
export interface PendingRun {
  readonly run: StartedRun;
  readonly ended: Promise<JobStanding>;
}

/** When to ask again while too many jobs wait. */
const FULL_RETRY_SECONDS = 5;

/** A head or a token may change again between two looks; more often than this it does not. */
const TRIES = 5;

/** Starts a job; resolves after its commit. */
export function startRun(
  platform: Platform,
  ctx: RequestContext,
  request: RunRequest,
): Promise<StartedRun> {
  return start(platform, ctx, { ...request, id: request.options.jobId ?? uuidv7() });
}

/** Starts a job and begins to wait for its end, at most `waitMs`; it goes on if the wait is over. */
export async function runAndAwait(
  platform: Platform,
  ctx: RequestContext,
  request: RunRequest & { readonly waitMs: number },
): Promise<PendingRun> {
  const id = request.options.jobId ?? uuidv7();
  const waiter = platform.engine.waitFor(id);
  const run = await orForget(waiter, start(platform, ctx, { ...request, id }));
  if (run.replayed) {
    waiter[Symbol.dispose]();
    const earlier = pending(run.id, request);
    return { run, ended: awaitEarlier(platform, callerOf(platform, ctx), earlier) };
  }
  if (run.settings.cancel_on_disconnect === true) {
    cancelOnHangUp(platform, ctx, id);
  }
  const ended = awaitEnd(waiter, pending(id, request), callerOf(platform, ctx));
  return { run, ended };
}

/** The same for a job that may have ended before. */
async function awaitEarlier(
  platform: Platform,
  caller: WaitingCaller,
  awaited: AwaitedJob,
): Promise<JobStanding> {
  const waiter = platform.engine.waitFor(awaited.id);
  await orForget(
    waiter,
    reading(() => platform.engine.lookFor([awaited.id])),
  );
  return awaitEnd(waiter, awaited, caller);
}

function pending(id: string, { waitMs }: { readonly waitMs: number }): AwaitedJob {
  return { id, waitMs, otherwise: "running" };
}

/** What is kept of a caller while it waits; thousands may. */
function callerOf({ stopping }: Platform, { signal }: RequestContext): WaitingCaller {
  return { platform: { stopping }, ctx: { signal } };
}

/** Does what may fail before anybody waits. */
async function orForget<Result>(waiter: Waiter, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    waiter[Symbol.dispose]();
    throw error;
  }
}

export type RunWithId = RunRequest & { readonly id: string };

async function start(
  platform: Platform,
  ctx: RequestContext,
  request: RunWithId,
): Promise<StartedRun> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const actor = await authenticateRemembered(platform, ctx);
    requireWorkspace(actor, request.workspace);
    const version = await permittedVersion(platform, actor, request);
    const args = request.argumentsFor(version);
    if (!takesEvent(ctx, version)) {
      version.checkArguments(
        mayHaveReferences(args)
          ? await checkedReferences(platform, { actor, version, args })
          : args,
      );
    }
    const job = newJob(platform, { ctx, actor, version, request, args });
    const outcome = await platform.engine.enqueue(job);
    const { settings } = version;
    switch (outcome) {
      case "accepted":
        return { id: job.id, replayed: false, settings };
      case "key-taken":
      case "id-taken": {
        const stored = await storedRun(platform, job);
        if (stored !== undefined) {
          return { id: stored, replayed: true, settings };
        }
        if (outcome === "id-taken") {
          throw new OperateError("conflict", `There is a job ${job.id} already.`);
        }
        break;
      }
      case "queue-full":
        throw new OperateError("queue-full", "Too many jobs of this workspace wait; try later.", {
          retryAfterSeconds: FULL_RETRY_SECONDS,
        });
      case "token-gone":
        forgetActor(platform, ctx);
        break;
      case "head-moved":
        forgetHead(platform, request.workspace, version.path);
        break;
    }
  }
  throw new OperateError("unavailable", "The script changes too quickly to be run.", {
    retryAfterSeconds: 1,
  });
}

/** The version, if this caller may run it; what may not be seen is as good as missing. */
async function permittedVersion(
  platform: Platform,
  actor: Actor,
  { workspace, target }: RunRequest,
): Promise<ResolvedVersion> {
  // A webhook-specific token learns of no other runnable, not even whether it exists.
  const blind = isWebhookSpecific(actor.scopes);
  if (blind && target.kind === "path" && !coversRun(actor, target.path)) {
    throw forbidden();
  }
  const version = await resolveVersion(platform, workspace, target).catch((error: unknown) => {
    throw blind && target.kind === "hash" && isNotFound(error) ? forbidden() : error;
  });
  if (!coversRun(actor, version.path)) {
    throw forbidden();
  }
  if (!maySee(actor, version.path)) {
    throw target.kind === "path" ? noScript(target.path) : noVersion(target.hash);
  }
  return version;
}

function coversRun(actor: Actor, path: string): boolean {
  return covers(actor.scopes, `jobs:run:scripts:${path}`);
}

function isNotFound(error: unknown): boolean {
  return error instanceof OperateError && error.code === "not-found";
}
