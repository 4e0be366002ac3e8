import { EventId, LAST_EVENT_ID_HEADER } from "@getoperate/contract";
import { z } from "zod";
import { ANY_BODY } from "./errors-of-any-call.ts";
import type { OwnOperation } from "./operation.ts";
import { RUN_BODY } from "./run-body.ts";
import { STREAM_PAYLOAD_QUERY, STREAM_QUERY } from "./run-query.ts";
import { started, streamed } from "./run-responses.ts";
import { JOBS, parametersOf, RUN_ERRORS, type Target } from "./run-targets.ts";

/** Header of a caller whose connection was lost. */
export const RESUMING = {
  [LAST_EVENT_ID_HEADER]: EventId.optional().describe(
    "The event seen last: only those after it are sent",
  ),
};

const HEADERS = {
  ...RESUMING,
  Prefer: z.string().optional().describe("`respond-async`: no events, the job's id at once"),
};

const RESPONSES = {
  ...streamed({ isRun: true }),
  "201": started("With `Prefer: respond-async`: the job's id"),
};

const DESCRIPTION =
  "What the job logs and what `main` yields comes while it runs. With `Last-Event-ID` no job is " +
  "started: the one of that event is gone on with.";

/** A run whose caller gets what the job logs and yields while it runs. */
export function streamOperation(target: Target): OwnOperation {
  return {
    method: "post",
    path: `${JOBS}/run_and_stream/${target.route}`,
    errors: [...RUN_ERRORS, ...ANY_BODY],
    operation: {
      operationId: `jobs.run${target.id}AndStream`,
      summary: `Run ${target.what} and stream its events`,
      description: DESCRIPTION,
      ...parametersOf(target, STREAM_QUERY, HEADERS),
      requestBody: RUN_BODY,
      responses: RESPONSES,
    },
  };
}

export function payloadStreamOperation(target: Target): OwnOperation {
  return {
    method: "get",
    path: `${JOBS}/run_and_stream/${target.route}`,
    errors: [...RUN_ERRORS, "invalid-payload"],
    operation: {
      operationId: `jobs.run${target.id}AndStreamWithPayload`,
      summary: `Run ${target.what} with arguments from the URL and stream its events`,
      description: DESCRIPTION,
      ...parametersOf(target, STREAM_PAYLOAD_QUERY, HEADERS),
      responses: RESPONSES,
    },
  };
}
