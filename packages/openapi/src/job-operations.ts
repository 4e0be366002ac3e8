import { MAX_WAIT_SECONDS, Uuid, WorkspaceId } from "@getoperate/contract";
import { z } from "zod";
import { ANY_CALL } from "./errors-of-any-call.ts";
import type { OwnOperation } from "./operation.ts";
import { ended, pending, SHAPING_ERRORS, streamed } from "./run-responses.ts";
import { BEARER_OR_QUERY } from "./security.ts";
import { RESUMING } from "./stream-operations.ts";

const JOB = "/api/w/{workspace}/jobs/{id}";
const path = z.object({ workspace: WorkspaceId, id: Uuid.describe("Id of the job") });

const Wait = z
  .number()
  .min(0)
  .max(MAX_WAIT_SECONDS)
  .optional()
  .describe("Longest wait for the job's end, seconds; 0 unless given");

/** What a job left behind, in its own form. */
export function jobOperations(): OwnOperation[] {
  return [
    {
      method: "get",
      path: `${JOB}/result`,
      errors: [...ANY_CALL, "not-found", ...SHAPING_ERRORS],
      operation: {
        operationId: "jobs.result",
        summary: "Get a job's result",
        description: "Shaped like the answer of a call that waited for it.",
        tags: ["jobs"],
        security: BEARER_OR_QUERY,
        requestParams: { path, query: z.object({ wait: Wait }) },
        responses: {
          ...ended("What `main` returned, or `{error}` if the job did not succeed", {
            isRun: false,
          }),
          "202": pending("The job has not ended yet", { isRun: false }),
        },
      },
    },
    {
      method: "get",
      path: `${JOB}/logs`,
      errors: [...ANY_CALL, "not-found"],
      operation: {
        operationId: "jobs.logs",
        summary: "Get a job's logs",
        tags: ["jobs"],
        security: BEARER_OR_QUERY,
        requestParams: { path },
        responses: {
          "200": {
            description: "All that its attempts wrote, in order",
            content: { "text/plain": { schema: z.string() } },
          },
        },
      },
    },
    {
      method: "get",
      path: `${JOB}/events`,
      errors: [...ANY_CALL, "not-found"],
      operation: {
        operationId: "jobs.events",
        summary: "Stream a job's events",
        description: "From the first one on, of a job that waits, runs or has ended.",
        tags: ["jobs"],
        security: BEARER_OR_QUERY,
        requestParams: { path, header: z.object(RESUMING) },
        responses: streamed({ isRun: false }),
      },
    },
  ];
}
