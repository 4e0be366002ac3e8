import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "@getoperate/contract";
import { type HttpServer, startHttpServer } from "@getoperate/server";
import { newTokenOfJob, OneTimeSignal } from "@getoperate/use-cases";
import type { Worker } from "@getoperate/worker";
import { Closers } from "./closers.ts";
import type { Config } from "./config.ts";
import { jobBaseUrl } from "./job-base-url.ts";
import { jobEnvironment } from "./job-environment.ts";
import { newWorker } from "./new-worker.ts";
import { startInference, startRuntime } from "./runtime.ts";
import { startPlatform } from "./start-platform.ts";
import { VERSION } from "./version.ts";

/** A running server, with a worker unless it is a server alone. Disposing drains and stops it all. */
export interface Instance extends AsyncDisposable {
  /** Where it listens. */
  readonly url: string;
  /** The first administrator's token, if this start made it. */
  readonly firstToken: string | undefined;
}

/** Time to store the last ends and to send the last answers, once no job runs any more, milliseconds. */
const CLOSE_MS = 2_000;

const NEVER_WITHIN_REACH = "http://127.0.0.1";

/** Builds all parts, from the database up, and starts them. */
export async function startInstance(config: Config, log: Log): Promise<Instance> {
  const stack = new Closers();
  try {
    return await buildInstance(config, log, stack);
  } catch (error) {
    await stack[Symbol.asyncDispose]();
    throw error;
  }
}

async function buildInstance(config: Config, log: Log, stack: Closers): Promise<Instance> {
  const runtime = config.mode.kind === "server" ? undefined : await startRuntime(config, log);
  const { inferSignature } = stack.use(runtime ?? (await startInference()));
  const draining = new OneTimeSignal();
  const stopping = new OneTimeSignal();
  const parts = { log, inferSignature, draining, stopping };
  const { platform, firstToken } = await startPlatform(config, parts, stack);

  let ready = false;
  /** How this process reaches itself. */
  let serverUrl = NEVER_WITHIN_REACH;
  let baseUrl = config.OPERATE_BASE_URL ?? NEVER_WITHIN_REACH;
  const { engine } = platform;
  const worker =
    runtime &&
    newWorker(config, {
      kind: "server",
      source: engine.jobSource,
      run: runtime.run,
      environmentOf: (job) => jobEnvironment(job, { token: newTokenOfJob(platform, job), baseUrl }),
      accessOf: (job) => ({
        serverUrl,
        workspace: job.workspace,
        token: newTokenOfJob(platform, job),
      }),
      log,
    });
  const http = await startHttpServer(
    {
      platform,
      log,
      settings: {
        bodyLimitBytes: config.OPERATE_BODY_LIMIT,
        includeHeaders: config.INCLUDE_HEADERS,
      },
      openApiDocument,
      isReady: () => ready,
    },
    { host: config.OPERATE_HOST, port: config.OPERATE_PORT },
  );
  baseUrl = jobBaseUrl(config, config.OPERATE_BASE_URL ?? http.url);
  serverUrl = http.url;
  stack.add(async () => {
    ready = false;
    draining.abort();
    await drain(http, { worker, stopping, graceMs: config.OPERATE_GRACE * 1000 });
  });
  await worker?.start();
  ready = true;
  return { url: http.url, firstToken, [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose]() };
}

interface DrainParts {
  readonly worker: Worker | undefined;
  /** Tells those who wait for a job of another worker. */
  readonly stopping: OneTimeSignal;
  readonly graceMs: number;
}

/** Requests that wait for a running job end with it, so both drain side by side. */
async function drain(http: HttpServer, { worker, stopping, graceMs }: DrainParts): Promise<void> {
  const closed = http.close(graceMs + CLOSE_MS);
  const drained =
    worker?.drain(graceMs) ?? Promise.race([closed, delay(graceMs, undefined, { ref: false })]);
  await Promise.all([closed, drained.finally(() => stopping.abort())]);
}

/** Loaded when it is asked for: what makes the document takes longer than all the rest to load. */
async function openApiDocument(): Promise<string> {
  const { instanceDocument } = await import("@getoperate/openapi");
  return JSON.stringify(instanceDocument({ version: VERSION }));
}
