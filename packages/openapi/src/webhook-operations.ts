import { z } from "zod";
import { ANY_BODY } from "./errors-of-any-call.ts";
import { jobOperations } from "./job-operations.ts";
import type { OwnOperation } from "./operation.ts";
import { RUN_BODY } from "./run-body.ts";
import { ASYNC_QUERY, PAYLOAD_QUERY, SYNC_QUERY } from "./run-query.ts";
import { ended, pending, SHAPING_ERRORS, started } from "./run-responses.ts";
import { JOBS, parametersOf, RUN_ERRORS, TARGETS, type Target } from "./run-targets.ts";
import { payloadStreamOperation, streamOperation } from "./stream-operations.ts";

/** The routes that take any body or answer with any, and so are no plain procedures. */
export function webhookOperations(): OwnOperation[] {
  return [
    ...TARGETS.filter(({ isShort }) => !isShort).map(runOperation),
    ...TARGETS.flatMap((target) => [waitOperation(target), payloadOperation(target)]),
    ...TARGETS.flatMap((target) => [streamOperation(target), payloadStreamOperation(target)]),
    ...jobOperations(),
  ];
}

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
