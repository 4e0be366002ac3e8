import {
  type ErrorCode,
  IDEMPOTENCY_KEY_HEADER,
  IdempotencyKey,
  RunnablePath,
  VersionHash,
  WorkspaceId,
} from "@getoperate/contract";
import { z } from "zod";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import { PATH_IN_URL } from "./correct-operation.ts";
import { ANY_BODY, ANY_CALL } from "./errors-of-any-call.ts";
import { jobOperations } from "./job-operations.ts";
import type { OwnOperation } from "./operation.ts";
import { RUN_BODY } from "./run-body.ts";
import { ASYNC_QUERY, PAYLOAD_QUERY, SYNC_QUERY } from "./run-query.ts";
import { ended, pending, SHAPING_ERRORS, started } from "./run-responses.ts";
import { BEARER_OR_QUERY } from "./security.ts";

const JOBS = "/api/w/{workspace}/jobs";

/** The routes that take any body or answer with any, and so are no plain procedures. */
export function webhookOperations(): OwnOperation[] {
  return [
    ...TARGETS.filter(({ isShort }) => !isShort).map(runOperation),
    ...TARGETS.flatMap((target) => [waitOperation(target), payloadOperation(target)]),
    ...jobOperations(),
  ];
}

/** What a run route names: the newest version of a path, or one version. */
interface Target {
  readonly id: string;
  readonly what: string;
  readonly route: string;
  readonly parameters: Record<string, z.ZodType>;
  /** The short form of an address stands for the long one, of sync routes alone. */
  readonly isShort: boolean;
}

const PathParameter = RunnablePath.describe(PATH_IN_URL);

const TARGETS: readonly Target[] = [
  {
    id: "ByPath",
    what: "the newest version of a script",
    route: "p/{path}",
    parameters: { path: PathParameter },
    isShort: false,
  },
  {
    id: "ByHash",
    what: "one version of a script",
    route: "h/{hash}",
    parameters: { hash: VersionHash },
    isShort: false,
  },
  {
    id: "ByShortPath",
    what: "the newest version of a script by its short address",
    route: "{path}",
    parameters: { path: PathParameter },
    isShort: true,
  },
];

const RUN_ERRORS: readonly ErrorCode[] = [
  ...ANY_CALL,
  "not-found",
  "conflict",
  "idempotency-mismatch",
  "queue-full",
];

function runOperation(target: Target): OwnOperation {
  return {
    method: "post",
    path: `${JOBS}/run/${target.route}`,
    errors: [...RUN_ERRORS, ...ANY_BODY],
    operation: {
      operationId: `jobs.run${target.id}`,
      summary: `Run ${target.what}`,
      description: "Answers as soon as the job is committed.",
      ...parametersOf(target, ASYNC_QUERY, {}),
      requestBody: RUN_BODY,
      responses: { "201": started("The job's id") },
    },
  };
}

function waitOperation(target: Target): OwnOperation {
  return {
    method: "post",
    path: `${JOBS}/run_wait_result/${target.route}`,
    errors: [...RUN_ERRORS, ...ANY_BODY, ...SHAPING_ERRORS],
    operation: {
      operationId: `jobs.run${target.id}AndWait`,
      summary: `Run ${target.what} and wait for the result`,
      ...parametersOf(target, SYNC_QUERY, SYNC_HEADERS),
      requestBody: RUN_BODY,
      responses: SYNC_RESPONSES,
    },
  };
}

function payloadOperation(target: Target): OwnOperation {
  return {
    method: "get",
    path: `${JOBS}/run_wait_result/${target.route}`,
    errors: [...RUN_ERRORS, "invalid-payload", ...SHAPING_ERRORS],
    operation: {
      operationId: `jobs.run${target.id}AndWaitWithPayload`,
      summary: `Run ${target.what} with arguments from the URL and wait for the result`,
      ...parametersOf(target, PAYLOAD_QUERY, SYNC_HEADERS),
      responses: SYNC_RESPONSES,
    },
  };
}

type Shape = Record<string, z.ZodType>;
type Common = Pick<ZodOpenApiOperationObject, "tags" | "security" | "requestParams">;

function parametersOf(target: Target, query: Shape, headers: Shape): Common {
  return {
    tags: ["webhooks"],
    security: BEARER_OR_QUERY,
    requestParams: {
      path: z.object({ workspace: WorkspaceId, ...target.parameters }),
      query: z.object(query),
      header: z.object({ [IDEMPOTENCY_KEY_HEADER]: IdempotencyKey.optional(), ...headers }),
    },
  };
}

const SYNC_HEADERS = {
  Prefer: z
    .string()
    .optional()
    .describe("`wait=<seconds>`: the longest wait; `respond-async`: none, the job's id at once"),
};

const SYNC_RESPONSES = {
  ...ended("What `main` returned, or `{error}` if it threw", { isRun: true }),
  "201": started("With `Prefer: respond-async`: the job's id"),
  "202": pending("The wait is over, and the job goes on", { isRun: true }),
};
